package io.kith.index;

import io.kith.index.calibration.Progress;

/**
 * How far a rebuild has come: each template is written, merged and checked, and where there is a
 * graph its merging takes much longer than the rest. Safe for concurrent use.
 */
final class RebuildProgress {

  /* A template in a graph takes about as long as so many that are only written. */
  private static final int GRAPH_WEIGHT = 30;

  private final Progress progress;
  private final long templates;
  private final long mergeWeight;
  private long done;

  RebuildProgress(Progress progress, long templates, boolean graph) {
    this.progress = progress;
    this.templates = templates;
    this.mergeWeight = graph ? GRAPH_WEIGHT : 1;
  }

  void written(long count) {
    at(count);
  }

  void merged(long count) {
    at(templates + mergeWeight * count);
  }

  void merged() {
    merged(templates);
  }

  void checked() {
    at(all());
  }

  private long all() {
    return templates * (2 + mergeWeight);
  }

  private synchronized void at(long now) {
    done = Math.clamp(now, done, Math.max(done, all()));
    progress.at(done, all());
  }
}
