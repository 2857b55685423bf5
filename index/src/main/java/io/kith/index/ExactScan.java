package io.kith.index;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Measures every template: O(N d), and exact. Several probes measure a batch of templates one after
 * the other, so that its vectors come from memory once.
 */
final class ExactScan implements SegmentSearch {

  @Override
  public List<Cost> search(List<Task> tasks) throws IOException {
    long count = 0;
    List<SegmentTemplates> segments = tasks.getFirst().segments();
    for (int i = 0; i < segments.size(); i++) {
      EligibleSegment segment = segments.get(i).segment();
      measure(tasks, i, segment.eligible().iterator());
      count += segment.count();
    }
    return Collections.nCopies(tasks.size(), new Cost(count, count));
  }

  private static void measure(List<Task> tasks, int segment, DocIdSetIterator each)
      throws IOException {
    int[] batch = new int[SegmentTemplates.BATCH];
    int size = 0;
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      batch[size++] = doc;
      if (size == batch.length) {
        measure(tasks, segment, batch, size);
        size = 0;
      }
    }
    measure(tasks, segment, batch, size);
  }

  private static void measure(List<Task> tasks, int segment, int[] batch, int size)
      throws IOException {
    for (Task task : tasks) {
      task.segments().get(segment).measure(batch, size, task.best());
    }
  }
}
