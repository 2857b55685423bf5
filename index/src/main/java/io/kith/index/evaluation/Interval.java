package io.kith.index.evaluation;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {

  /**
   * That of a rate. Where every repetition had a rate of 0, or of 1, no more is claimed than {@link
   * Resolution#ruleOfThree}.
   *
   * @param trials independent ones, at most
   */
  static Interval ofRate(double low, double high, long trials) {
    double unseen = Resolution.ruleOfThree(trials);
    return new Interval(low == 1 ? 1 - unseen : low, high == 0 ? unseen : high);
  }
}
