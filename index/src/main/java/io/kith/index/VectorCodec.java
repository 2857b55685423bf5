package io.kith.index;

import io.kith.config.IndexSettings;
import java.io.IOException;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's codec with the gallery's HNSW parameters. Only writing goes through it: what it writes
 * carries the names of Lucene's own formats and is read by them.
 */
final class VectorCodec extends FilterCodec {

  private final KnnVectorsFormat vectors;

  VectorCodec(IndexSettings settings) {
    super("Lucene104", new Lucene104Codec());
    KnnVectorsFormat hnsw = new WideHnswFormat(settings);
    this.vectors =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return hnsw;
          }
        };
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }

  /**
   * Lucene's HNSW format for more dimensions than the 1,024 it allows by itself; nothing in it
   * depends on the limit.
   */
  private static final class WideHnswFormat extends KnnVectorsFormat {

    private final Lucene99HnswVectorsFormat hnsw;

    WideHnswFormat(IndexSettings settings) {
      super("Lucene99HnswVectorsFormat");
      /*
       * The last argument keeps segments without a graph where a search of this effort would look at every vector anyway.
       * Enrolments make many small segments; so each graph is built once, when they are merged.
       */
      this.hnsw =
          new Lucene99HnswVectorsFormat(
              settings.maxConn(), settings.beamWidth(), settings.effort());
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return hnsw.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return hnsw.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return UnitVector.MAX_DIMENSION;
    }
  }
}
