package io.kith.index.calibration;

/**
 * Cosines on the scale that tails are fitted on: y = -ln(1 - cosine), from -0.7 (opposite) over 0
 * (orthogonal) to 13.8 (equal up to float32's rounding).
 *
 * <p>A cosine cannot pass 1. Where scores come near that end, as with well-trained classes, their
 * tail on the plain scale ends abruptly, and a tail fitted there ends before the highest scores. On
 * this scale a tail that thins out towards 1 as a power of the distance is exponential, and has no
 * end.
 */
final class CosineScale {

  /* float32 resolves 1 - cosine no finer. */
  private static final double NEAREST = 1e-6;

  static final double HIGHEST = of(1);

  private CosineScale() {}

  static double of(double cosine) {
    return -Math.log(Math.max(1 - cosine, NEAREST));
  }

  static double cosine(double y) {
    return 1 - Math.exp(-y);
  }
}
