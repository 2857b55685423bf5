package io.kith.index.codes;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.IOContext;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as Lucene writes them, their sign codes, and in large segments an HNSW graph. Stateless.
 *
 * <p>Lucene finds the format by its name, which is in each segment, and makes it with the
 * constructor without arguments to read.
 */
public final class SignCodeFormat extends KnnVectorsFormat {

  /** For {@link #SignCodeFormat(int, int, int, int, Making)}: no segment gets a graph. */
  public static final int NO_GRAPH = Integer.MAX_VALUE;

  private final FlatSignCodeFormat vectors = new FlatSignCodeFormat();
  private final int maxConn;
  private final int beamWidth;
  private final int graphFrom;
  private final int maxDimension;
  private final Making making;

  /**
   * When codes and graphs are made, and by whom.
   *
   * @param flushed whether flushed segments get them, not only merged ones
   * @param threads threads that build the graph of a merge, 1 or more
   * @param executor where they run; null for one, which is the thread that merges
   */
  public record Making(boolean flushed, int threads, @Nullable TaskExecutor executor) {

    /** For each segment that is large enough, by the thread that writes it. */
    public static final Making USUAL = new Making(true, 1, null);
  }

  /** To read. */
  public SignCodeFormat() {
    this(16, 100, NO_GRAPH, DEFAULT_MAX_DIMENSIONS, Making.USUAL);
  }

  /**
   * To write.
   *
   * @param maxConn neighbours kept per node of a graph
   * @param beamWidth candidates looked at while a node is inserted
   * @param graphFrom vectors of a segment that gets a graph, at least; above 2
   * @param maxDimension largest dimension allowed
   * @param making when codes and graphs are made, and by whom
   */
  public SignCodeFormat(
      int maxConn, int beamWidth, int graphFrom, int maxDimension, Making making) {
    super("KithSignCodes");
    this.maxConn = maxConn;
    this.beamWidth = beamWidth;
    this.graphFrom = graphFrom;
    this.maxDimension = maxDimension;
    this.making = making;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    boolean all = making.flushed() || state.context.context() == IOContext.Context.MERGE;
    return new Lucene99HnswVectorsWriter(
        state,
        maxConn,
        beamWidth,
        vectors,
        vectors.fieldsWriter(state, all),
        making.threads(),
        making.executor(),
        all ? smallEffort() : NO_GRAPH);
  }

  /*
   * Lucene leaves the graph out where a search of some effort, so many templates, would look at all vectors anyway, by its
   * estimate of log(n) times the effort.
   */
  private int smallEffort() {
    return graphFrom == NO_GRAPH ? NO_GRAPH : (int) (graphFrom / Math.log(graphFrom));
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new Lucene99HnswVectorsReader(state, vectors.fieldsReader(state));
  }

  @Override
  public int getMaxDimensions(String field) {
    return maxDimension;
  }
}
