package io.kith.index.codes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SignCodeFormat} has written for one field of one segment. Safe for concurrent use.
 */
public final class SegmentVectors {

  private final String field;
  private final Lucene99HnswVectorsReader graph;
  private final FlatVectorsReader vectors;

  private SegmentVectors(String field, Lucene99HnswVectorsReader graph) {
    this.field = field;
    this.graph = graph;
    this.vectors = graph.getFlatVectorsReader();
  }

  /** The vectors of a segment, or null when it has none of this format. */
  public static @Nullable SegmentVectors of(LeafReader leaf, String field) {
    return leaf instanceof CodecReader segment
            && segment.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields
            && fields.getFieldReader(field) instanceof Lucene99HnswVectorsReader reader
        ? new SegmentVectors(field, reader)
        : null;
  }

  /** Measures vectors against a probe; for one thread. */
  public RandomVectorScorer scorer(float[] probe) throws IOException {
    return vectors.getRandomVectorScorer(field, probe);
  }

  /** Their codes, or null when there are too few to need any. */
  public @Nullable SignCodes codes() {
    return vectors instanceof SignCodeReader reader ? reader.codes(field) : null;
  }

  /** Adds codes and graph, as searches see them, to a digest. */
  public void addTo(MessageDigest digest) throws IOException {
    SignCodes codes = codes();
    if (codes != null) {
      digest.update(codes.bytes());
    }
    HnswGraph opened = graph.getGraph(field);
    ByteBuffer value = ByteBuffer.allocate(Integer.BYTES);
    for (int level = 0; level < opened.numLevels(); level++) {
      HnswGraph.NodesIterator nodes = opened.getNodesOnLevel(level);
      while (nodes.hasNext()) {
        int node = nodes.nextInt();
        digest.update(value.putInt(0, node).rewind());
        opened.seek(level, node);
        int neighbour = opened.nextNeighbor();
        while (neighbour != DocIdSetIterator.NO_MORE_DOCS) {
          digest.update(value.putInt(0, neighbour).rewind());
          neighbour = opened.nextNeighbor();
        }
      }
    }
  }

  /** Whether there is a graph over them. */
  public boolean hasGraph() throws IOException {
    return graph.getGraph(field).size() > 0;
  }
}
