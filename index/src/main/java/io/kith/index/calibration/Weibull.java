package io.kith.index.calibration;

import java.util.Arrays;

/**
 * A Weibull distribution of distances: P(D > d) = exp(-(d / scale)^shape), fitted by maximum
 * likelihood.
 *
 * @param scale above 0
 * @param shape above 0
 */
record Weibull(double scale, double shape) {

  private static final int STEPS = 50;
  private static final double CLOSE = 1e-8;
  private static final double SMALLEST = 1e-9;
  private static final double LARGEST_SHAPE = 1_000;

  /**
   * Fits.
   *
   * @param distances 2 or more, 0 or more each
   */
  static Weibull fit(double[] distances) {
    double[] logs = Arrays.stream(distances).map(d -> Math.log(Math.max(d, SMALLEST))).toArray();
    double highest = Arrays.stream(logs).max().orElseThrow();
    double mean = Arrays.stream(logs).average().orElseThrow();
    if (highest - mean < CLOSE) {
      return new Weibull(Math.exp(highest), LARGEST_SHAPE);
    }
    // The likelihood's derivative falls with the shape; its root lies between these.
    double low = 1e-3;
    double high = LARGEST_SHAPE;
    for (int step = 0; step < STEPS; step++) {
      double shape = Math.sqrt(low * high);
      if (slope(logs, highest, mean, shape) > 0) {
        low = shape;
      } else {
        high = shape;
      }
    }
    double shape = Math.sqrt(low * high);
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(shape * (log - highest));
    }
    return new Weibull(Math.exp(highest + Math.log(sum / logs.length) / shape), shape);
  }

  /* Powers relative to the highest value, so that none overflows. */
  private static double slope(double[] logs, double highest, double mean, double shape) {
    double powers = 0;
    double weighted = 0;
    for (double log : logs) {
      double power = Math.exp(shape * (log - highest));
      powers += power;
      weighted += power * log;
    }
    return 1 / shape + mean - weighted / powers;
  }

  /** Probability of a larger distance. */
  double beyond(double distance) {
    return Math.exp(-Math.pow(Math.max(distance, 0) / scale, shape));
  }
}
