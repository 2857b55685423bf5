package io.kith.index;

import java.io.IOException;
import java.util.List;

/** A way to find the identities nearest to a probe. Safe for concurrent use. */
interface SegmentSearch {

  /**
   * Offers the templates that may be among the best.
   *
   * @param tasks one for each probe, 1 or more, over the same segments
   * @return what each has cost
   */
  List<Cost> search(List<Task> tasks) throws IOException;

  /**
   * One probe and where to look.
   *
   * @param segments where to look, beside the probe
   * @param probe {@code [dimension]}, L2 norm 1
   * @param best what was found elsewhere; takes what is found here
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Task(List<SegmentTemplates> segments, float[] probe, TopIdentities best) {}

  /**
   * What a search has cost.
   *
   * @param compared templates looked at, be it by their codes
   * @param measured templates whose cosine was computed
   */
  record Cost(long compared, long measured) {

    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(compared + other.compared, measured + other.measured);
    }
  }
}
