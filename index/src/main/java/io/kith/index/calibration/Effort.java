package io.kith.index.calibration;

/**
 * How much of the machine a calibration may take.
 *
 * @param threads threads that compare, 1 or more
 * @param share share of the time in which they do, above 0 and at most 1
 */
public record Effort(int threads, double share) {

  public Effort {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: %d is below 1".formatted(threads));
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: %s is outside 0 to 1".formatted(share));
    }
  }

  /** All cores, all the time. */
  public static Effort full() {
    return new Effort(Runtime.getRuntime().availableProcessors(), 1);
  }
}
