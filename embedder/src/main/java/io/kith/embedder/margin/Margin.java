package io.kith.embedder.margin;

import ai.djl.ndarray.NDArray;

/**
 * What is taken from an image's cosine to its own class while the head is trained, so that classes
 * are learned further apart than telling them apart needs.
 *
 * <p>With the angle {@code theta} between an embedding and its class, and {@code phi = factor theta
 * + angle}:
 *
 * <pre>psi(theta) = (-1)^k cos(phi) - 2 k - cosine,  k = floor(phi / pi)</pre>
 *
 * which for {@code phi <= pi} is the combined form {@code cos(m1 theta + m2) - m3} of the ArcFace
 * paper, section 3.1. The published losses are its cases:
 *
 * <ul>
 *   <li>NormFace (Wang et al. 2017, arXiv 1704.06369): no margin, {@code psi = cos(theta)};
 *   <li>SphereFace (Liu et al. 2017, arXiv 1704.08063), m a factor: {@code cos(m theta)}; integers
 *       there, any m from 1 on as in SphereFace-R (Liu et al. 2021, arXiv 2109.05565);
 *   <li>CosFace (Wang et al. 2018, arXiv 1801.09414), m a cosine: {@code cos(theta) - m};
 *   <li>ArcFace (Deng et al. 2019, arXiv 1801.07698), m in radians: {@code cos(theta + m)}.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param factor m1, multiplies the angle; 1 to 10, dimensionless
 * @param angle m2, added to the angle, radians; 0 to pi / 2
 * @param cosine m3, subtracted from the cosine; 0 to 1
 */
public record Margin(double factor, double angle, double cosine) {

  /*
   * Past phi = pi the cosine would rise again and pull the hardest images away from their class. SphereFace's branch, the
   * cosine mirrored down at each multiple of pi, is continuous and falls all the way; ArcFace's published code bends into a
   * straight line there with a jump at pi - m. One rule serves all cases here, and only images on the wrong side meet it.
   */

  /**
   * Cosines are kept this far inside of [-1, 1] before an arc cosine is taken: its slope is
   * infinite at the ends.
   */
  static final double ARC_LIMIT = 1 - 1e-6;

  public Margin {
    require(factor >= 1 && factor <= 10, "factor", factor, "1 to 10");
    require(angle >= 0 && angle <= Math.PI / 2, "angle", angle, "0 to pi / 2 radians");
    require(cosine >= 0 && cosine <= 1, "cosine", cosine, "0 to 1");
  }

  /** No margin: NormFace. */
  public static Margin none() {
    return new Margin(1, 0, 0);
  }

  /** SphereFace's margin. */
  public static Margin sphereFace(double factor) {
    return new Margin(factor, 0, 0);
  }

  /** CosFace's margin. */
  public static Margin cosFace(double cosine) {
    return new Margin(1, 0, cosine);
  }

  /** ArcFace's margin. */
  public static Margin arcFace(double radians) {
    return new Margin(1, radians, 0);
  }

  /**
   * A part of this margin, as while it is ramped up.
   *
   * @param share 0 for none to 1 for all
   */
  public Margin times(double share) {
    return new Margin(1 + (factor - 1) * share, angle * share, cosine * share);
  }

  /** Whether this needs the angle itself; otherwise the cosine is enough. */
  private boolean turns() {
    return factor != 1 || angle != 0;
  }

  /**
   * The target of one image.
   *
   * @param own cosine of its embedding to its class, in [-1, 1]
   * @return psi; falls as the angle grows
   */
  public double target(double own) {
    if (!turns()) {
      return own - cosine;
    }
    double phi = factor * Math.acos(Math.clamp(own, -ARC_LIMIT, ARC_LIMIT)) + angle;
    double k = Math.floor(phi / Math.PI);
    return (k % 2 == 0 ? 1 : -1) * Math.cos(phi) - 2 * k - cosine;
  }

  /** The same for any shape, with gradients; finite also at cosines of 1 and -1. */
  NDArray target(NDArray own) {
    if (!turns()) {
      return own.sub(cosine);
    }
    NDArray phi = own.clip(-ARC_LIMIT, ARC_LIMIT).acos().mul(factor).add(angle);
    // A step function: constant to the gradient.
    NDArray k = phi.stopGradient().div(Math.PI).floor();
    NDArray sign = k.mod(2).mul(-2).add(1);
    return phi.cos().mul(sign).sub(k.mul(2)).sub(cosine);
  }

  private static void require(boolean valid, String name, double value, String allowed) {
    if (!valid) {
      throw new IllegalArgumentException(
          "margin %s: %s is not allowed; allowed: %s".formatted(name, value, allowed));
    }
  }
}
