package io.kith.embedder.training;

/**
 * How images are changed at random each time they are trained on, so that the network learns what
 * changes and what does not matter.
 *
 * @param turn largest rotation, degrees
 * @param shear largest shear
 * @param grow largest change of size, as the natural logarithm of the factor
 * @param stretch largest change of the proportions, as the natural logarithm of the factor
 * @param shift largest shift, in parts of the input's side
 * @param elastic standard deviation of the smooth warp's displacements, in parts of the input's
 *     side
 * @param stroke largest change of the ink, as the natural logarithm of a gamma: thinner or thicker
 *     strokes on white
 * @param light largest change of brightness and contrast, in parts of the full range
 * @param mirror whether half of the images are mirrored
 */
public record Augmentation(
    double turn,
    double shear,
    double grow,
    double stretch,
    double shift,
    double elastic,
    double stroke,
    double light,
    boolean mirror) {

  /** None. */
  public static Augmentation none() {
    return new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, false);
  }

  /** For drawn symbols: other hands and pens; a mirrored symbol is another symbol. */
  public static Augmentation drawn() {
    return new Augmentation(15, 0.25, 0.2, 0.2, 0.08, 0.025, 0.5, 0.1, false);
  }

  /** For subjects that were aligned: what is left of errors in it, and other light. */
  public static Augmentation aligned() {
    return new Augmentation(3, 0, 0.03, 0.02, 0.02, 0, 0, 0.2, true);
  }

  /** For photographs: other framing and light. */
  public static Augmentation photographs() {
    return new Augmentation(8, 0.05, 0.12, 0.05, 0.06, 0, 0, 0.2, true);
  }
}
