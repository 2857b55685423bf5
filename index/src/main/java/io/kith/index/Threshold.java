package io.kith.index;

import org.jspecify.annotations.Nullable;

/**
 * Where "unknown" ends.
 *
 * @param cosine smallest cosine accepted as Known, in [-1, 1]
 * @param source who set it
 * @param calibration id of the calibration that gave it; null for other sources
 */
public record Threshold(double cosine, Source source, @Nullable String calibration) {

  /** Who set a threshold. */
  public enum Source {
    /** The request. */
    REQUEST,
    /** The gallery. */
    GALLERY,
    /** A calibration, for the target of the request, the gallery, or all galleries. */
    CALIBRATION,
    /** The model's card. */
    MODEL_CARD
  }

  public Threshold {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw new IllegalArgumentException("threshold: %s is outside -1 to 1".formatted(cosine));
    }
    if ((source == Source.CALIBRATION) != (calibration != null)) {
      throw new IllegalArgumentException("calibration: " + calibration + " with source " + source);
    }
  }

  /** A threshold that no calibration gave. */
  public Threshold(double cosine, Source source) {
    this(cosine, source, null);
  }
}
