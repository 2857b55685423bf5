package io.kith.index.evaluation;

import java.util.Arrays;

/**
 * How a figure came out over repetitions.
 *
 * @param mean over the repetitions
 * @param deviation their sample standard deviation; 0 for a single one
 */
public record Spread(double mean, double deviation) {

  /**
   * Of these values.
   *
   * @param values one or more, finite
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a spread needs a value");
    }
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(it -> (it - mean) * (it - mean)).sum();
    return new Spread(mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)));
  }
}
