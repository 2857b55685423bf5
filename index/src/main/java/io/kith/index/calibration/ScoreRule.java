package io.kith.index.calibration;

/**
 * How the score of an identity comes from the cosines between a probe and its templates, simplest
 * first.
 */
public enum ScoreRule {
  /** The best cosine: what searches use. */
  BEST("best cosine"),

  /** The cosine to the normalised mean of the identity's templates. */
  MEAN("mean template"),

  /** The same with each template weighted by its quality. */
  WEIGHTED_MEAN("quality-weighted mean template"),

  /** The best cosine less that of the second identity. */
  GAP("gap to the second identity"),

  /**
   * The best cosine in standard deviations above the mean of the nearest others, those of the probe
   * and those of the template in equal parts (adaptive s-norm: Matějka et al. 2017, "Analysis of
   * Score Normalization in Multilingual Speaker Recognition").
   */
  S_NORM("adaptive s-norm"),

  /**
   * The probability that the probe is nearer to a template than strangers come, by a Weibull
   * distribution of half the distances to the nearest of them (extreme value machine: Rudd et al.
   * 2018, "The Extreme Value Machine", IEEE TPAMI 40).
   */
  EXTREME_VALUE("extreme value machine");

  private final String title;

  ScoreRule(String title) {
    this.title = title;
  }

  /** What the rule is called. */
  public String title() {
    return title;
  }
}
