package io.kith.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.AbstractKnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * Walks the HNSW graphs of segments towards the probe, until it holds {@code effort} distinct
 * identities that no neighbour of theirs betters: about log(N) times the effort in vectors, and
 * approximate.
 *
 * <p>An identity counts once, however many templates it has near the probe: so a crowd of one
 * identity's templates cannot fill the walk's list and end it before others are reached. What was
 * found in one segment shortens the walk of the next, which goes on all the same until a quarter of
 * the effort finds nothing nearer there: where it starts may be far from what is near.
 */
final class GraphWalk implements SegmentSearch {

  private static final int EFFORT_GROWTH = 4;
  private static final int OWN_SHARE = 4;

  private final int effort;
  private final SegmentSearch exact = new ExactScan();

  /**
   * @param effort distinct identities that the walk keeps, 1 or more
   */
  GraphWalk(int effort) {
    this.effort = effort;
  }

  @Override
  public List<Cost> search(List<Task> tasks) throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (Task task : tasks) {
      costs.add(search(task));
    }
    return costs;
  }

  /* Walks farther while there are fewer identities than wanted; in the end all templates are measured. */
  private Cost search(Task task) throws IOException {
    int templates = task.segments().stream().mapToInt(it -> it.segment().count()).sum();
    Cost cost = Cost.NONE;
    for (int depth = effort; depth < templates; depth *= EFFORT_GROWTH) {
      cost = cost.plus(walk(task, depth));
      if (task.best().full()) {
        return cost;
      }
    }
    return cost.plus(exact.search(List.of(task)).getFirst());
  }

  private static Cost walk(Task task, int depth) throws IOException {
    TopIdentities nearest = new TopIdentities(depth);
    long visited = 0;
    for (SegmentTemplates segment : task.segments()) {
      Collector collector = new Collector(segment, nearest, depth);
      segment.walk(collector);
      visited += collector.visitedCount();
    }
    nearest.measureAgain(task.best());
    return new Cost(visited, visited);
  }

  /** Hands what the walk of one segment visits to the identities. */
  private static final class Collector extends AbstractKnnCollector {

    private final SegmentTemplates segment;
    private final TopIdentities nearest;
    private final FloatHeap own;
    private int collected;

    Collector(SegmentTemplates segment, TopIdentities nearest, int depth) {
      super(depth, Long.MAX_VALUE, KnnSearchStrategy.Hnsw.DEFAULT);
      this.segment = segment;
      this.nearest = nearest;
      this.own = new FloatHeap(Math.max(1, depth / OWN_SHARE));
    }

    @Override
    public boolean collect(int document, float score) {
      collected++;
      boolean nearer = own.offer(score);
      try {
        return nearest.offer(segment.identity(document), 2.0 * score - 1, segment, document)
            || nearer;
      } catch (IOException e) {
        throw StorageFault.of(e);
      }
    }

    @Override
    public int numCollected() {
      return collected;
    }

    @Override
    public float minCompetitiveSimilarity() {
      boolean enough = nearest.full() && collected >= k() / OWN_SHARE;
      return enough
          ? Math.min(own.peek(), (float) ((1 + nearest.floor()) / 2))
          : Float.NEGATIVE_INFINITY;
    }

    @Override
    public TopDocs topDocs() {
      return new TopDocs(
          new TotalHits(visitedCount(), TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO),
          new ScoreDoc[0]);
    }
  }
}
