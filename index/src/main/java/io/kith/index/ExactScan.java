package io.kith.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures every template: O(N d), and exact. */
final class ExactScan implements SegmentSearch {

  @Override
  public List<Cost> search(List<Task> tasks) throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (Task task : tasks) {
      costs.add(search(task));
    }
    return costs;
  }

  private static Cost search(Task task) throws IOException {
    long count = 0;
    for (SegmentTemplates segment : task.segments()) {
      segment.measureAll(task.best());
      count += segment.segment().count();
    }
    return new Cost(count, count);
  }
}
