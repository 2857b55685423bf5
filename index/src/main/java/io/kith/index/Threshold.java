package io.kith.index;

/**
 * Where "unknown" ends.
 *
 * @param cosine smallest cosine accepted as Known, in [-1, 1]
 * @param source who set it
 */
public record Threshold(double cosine, Source source) {

  /** Who set a threshold. */
  public enum Source {
    /** The request. */
    REQUEST,
    /** The gallery. */
    GALLERY,
    /** The model's card. */
    MODEL_CARD
  }

  public Threshold {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw new IllegalArgumentException("threshold: %s is outside -1 to 1".formatted(cosine));
    }
  }
}
