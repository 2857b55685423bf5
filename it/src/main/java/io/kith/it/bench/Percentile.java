package io.kith.it.bench;

import java.util.Arrays;

/** Percentiles of measurements. */
final class Percentile {

  private Percentile() {}

  /**
   * The smallest value that at least this share of the values do not exceed; 0 gives the smallest.
   */
  static double of(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(rank, 1) - 1];
  }
}
