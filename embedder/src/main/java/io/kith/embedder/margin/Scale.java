package io.kith.embedder.margin;

/**
 * The factor s that multiplies cosines to logits; dimensionless. Immutable.
 *
 * <p>Cosines span 2, too little for a softmax over many classes to come near 1; so s must not be
 * too small.
 *
 * @param value s, or where it starts when it is learned; above 0
 * @param learned whether s is a parameter of the head, learned as {@code exp(p)}
 */
public record Scale(double value, boolean learned) {

  public Scale {
    if (!(value > 0 && value <= 1000)) {
      throw new IllegalArgumentException(
          "scale: %s is not allowed; allowed: above 0 to 1000".formatted(value));
    }
  }

  /** A scale that stays. */
  public static Scale fixed(double value) {
    return new Scale(value, false);
  }

  /** A scale that is learned. */
  public static Scale learned(double start) {
    return new Scale(start, true);
  }

  /**
   * The least cross-entropy that a normalised head without margin can reach, NormFace proposition 2
   * with {@code s = l^2}: {@code log(1 + (n - 1) exp(-s n / (n - 1)))}.
   *
   * @param classes n, 2 or more
   * @param scale s
   * @return nats
   */
  public static double leastLoss(int classes, double scale) {
    double others = classes - 1.0;
    return Math.log1p(others * Math.exp(-scale * classes / others));
  }

  /**
   * The least scale at which an image at the centre of its class can have probability p, CosFace
   * equation 6: {@code (n - 1) / n log((n - 1) p / (1 - p))}.
   *
   * @param classes n, 2 or more
   * @param probability p, in (0, 1)
   */
  public static double least(int classes, double probability) {
    double others = classes - 1.0;
    return others / classes * Math.log(others * probability / (1 - probability));
  }
}
