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
}
