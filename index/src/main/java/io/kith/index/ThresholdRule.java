package io.kith.index;

/** How a gallery finds its threshold where a request says nothing. */
public sealed interface ThresholdRule {

  /** The target that is set for all galleries. */
  record Usual() implements ThresholdRule {}

  /**
   * A target for the rate of false positives.
   *
   * @param fpir share of non-mated searches that may return an identity, above 0 and at most 0.5
   */
  record Target(double fpir) implements ThresholdRule {
    public Target {
      checkTarget(fpir);
    }
  }

  /**
   * One cosine, however many are enrolled.
   *
   * @param cosine smallest cosine accepted as Known, in [-1, 1]
   */
  record Fixed(double cosine) implements ThresholdRule {
    public Fixed {
      if (!(cosine >= -1 && cosine <= 1)) {
        throw new IllegalArgumentException("threshold: %s is outside -1 to 1".formatted(cosine));
      }
    }
  }

  /**
   * @throws IllegalArgumentException when a rate is no target
   */
  static void checkTarget(double fpir) {
    if (!(fpir > 0 && fpir <= 0.5)) {
      throw new IllegalArgumentException(
          "targetFpir: %s is not above 0 and at most 0.5".formatted(fpir));
    }
  }
}
