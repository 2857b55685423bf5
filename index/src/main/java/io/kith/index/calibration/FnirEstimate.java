package io.kith.index.calibration;

/** FNIR by threshold, from mated searches: shares of identities, each of which weighs 1. */
final class FnirEstimate {

  private FnirEstimate() {}

  /**
   * Share of mated searches whose own identity is not first, or below the threshold.
   *
   * @param at thresholds on {@link CosineScale}
   * @return one share per threshold; NaN when there are no mated searches
   */
  static double[] rates(Searches searches, double[] at) {
    double[] failed = new double[at.length];
    double all = 0;
    for (int search = 0; search < searches.count(); search++) {
      if (Double.isNaN(searches.mated[search])) {
        continue;
      }
      double weight = searches.weights[search];
      double score = CosineScale.of(searches.mated[search]);
      boolean first = score >= searches.best(search);
      all += weight;
      for (int i = 0; i < at.length; i++) {
        failed[i] += first && score >= at[i] ? 0 : weight;
      }
    }
    for (int i = 0; i < at.length; i++) {
      failed[i] /= all;
    }
    return failed;
  }
}
