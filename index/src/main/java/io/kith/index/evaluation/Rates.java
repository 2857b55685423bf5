package io.kith.index.evaluation;

import java.util.stream.IntStream;

/** The error rates at which curves are drawn. */
final class Rates {

  private Rates() {}

  /**
   * Rates at even steps of their logarithm, from the lowest that a number of trials supports to 1;
   * only 1 when they support none.
   */
  static double[] from(long trials, int points) {
    double lowest = Resolution.lowestRate(trials);
    if (lowest >= 1) {
      return new double[] {1};
    }
    return IntStream.range(0, points)
        .mapToDouble(i -> Math.pow(lowest, 1 - i / (points - 1.0)))
        .toArray();
  }
}
