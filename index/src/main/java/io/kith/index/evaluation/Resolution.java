package io.kith.index.evaluation;

/**
 * What a number of trials can say.
 *
 * <p>A threshold for an error rate is stated only where {@value #LEAST_ERRORS} errors or more are
 * expected at that rate: then the realised rate of independent trials has a relative standard error
 * of at most 1 / sqrt(10), about a third. Where no error was seen in n trials, the rate is below 3
 * / n with a confidence of 95 % (the rule of three, ISO/IEC 19795-1), and no more is claimed.
 * Searches with samples of one subject are not independent, so both are the least that must be
 * asked.
 */
public final class Resolution {

  /** Errors expected at a rate, below which it is not stated. */
  public static final int LEAST_ERRORS = 10;

  private static final double ROUNDING = 1e-9;

  private Resolution() {}

  /** Whether this many trials support a rate. */
  public static boolean supports(double rate, long trials) {
    return trials >= trialsFor(rate);
  }

  /**
   * The least number of trials that supports a rate.
   *
   * @param rate above 0, at most 1
   */
  public static long trialsFor(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate: %s is not in (0, 1]".formatted(rate));
    }
    return (long) Math.ceil(LEAST_ERRORS / rate - ROUNDING);
  }

  /** The lowest rate that this many trials support, above 1 when they support none. */
  public static double lowestRate(long trials) {
    return (double) LEAST_ERRORS / trials;
  }

  /**
   * What a rate is below, with a confidence of 95 %, when it was never seen in this many trials.
   */
  public static double ruleOfThree(long trials) {
    return Math.min(1, 3.0 / trials);
  }
}
