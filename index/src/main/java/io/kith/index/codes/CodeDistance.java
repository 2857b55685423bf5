package io.kith.index.codes;

/**
 * How the Hamming distance of two sign codes is distributed when the angle between their vectors is
 * known. Immutable.
 *
 * @param bits length of the codes
 */
record CodeDistance(int bits) {

  /*
   * A random hyperplane parts two vectors at an angle of t radians with probability p = t / pi (Goemans, Williamson 1995;
   * as a hash: Charikar, Similarity estimation techniques from rounding algorithms, 2002). With independent hyperplanes
   * the distance would be binomial: mean b p, variance b p (1 - p).
   *
   * The hyperplanes here are orthonormal bases, which is better (Ji, Li, Yan, Zhang, Tian, Super-Bit Locality-Sensitive
   * Hashing, 2012). Let u and v be the two vectors' coordinates in one direction, jointly normal with correlation
   * r = cos t, and S = sign(u v) = 1 - 2 [signs differ]. In a basis the sums of u^2, of v^2 and of u v over all directions
   * are given: they are the lengths and the dot product. So only that part of S counts which those three do not explain
   * in a linear regression. With
   *
   *   cov(S, u v) = 2/pi sin t            var(u v) = 1 + r^2
   *   cov(S, u^2 + v^2) = 4/pi r sin t    var(u^2 + v^2) = 4 + 4 r^2       cov(u v, u^2 + v^2) = 4 r
   *
   * the explained variance of S comes to 4/pi^2 sin^2 t, that of a differing bit to a quarter of it:
   *
   *   var = b (p (1 - p) - sin^2 t / pi^2)
   *
   * which is .59 of the binomial's for strangers at a right angle. Nothing here is assumed of the vectors: what is random
   * is the basis, which is drawn without looking at them. Sums of so many signs are near to normal, but at small angles.
   */

  /** Mean distance, bits, at an angle in radians. */
  double mean(double angle) {
    return bits * angle / Math.PI;
  }

  /** Variance of the distance, bits squared, at an angle in radians. */
  double variance(double angle) {
    double differs = angle / Math.PI;
    double explained = Math.sin(angle) / Math.PI;
    return bits * (differs * (1 - differs) - explained * explained);
  }

  /**
   * The distance that is exceeded by so many standard deviations only.
   *
   * @param angle mean of the angle between the vectors, radians
   * @param angleDeviation its standard deviation, radians; 0 when it is known
   * @param deviations what {@link #deviations} says of the probability that it is exceeded
   * @return bits, 0 to {@code bits}
   */
  int reach(double angle, double angleDeviation, double deviations) {
    double fromAngle = bits * angleDeviation / Math.PI;
    double deviation = Math.sqrt(variance(angle) + fromAngle * fromAngle);
    double farthest = mean(angle) + deviations * deviation + skewness(angle, deviations);
    return (int) Math.clamp(Math.ceil(farthest), 0, bits);
  }

  /*
   * Few bits differ at a small angle, and their number reaches farther up than a normal variable of the same variance: so much by
   * the first term of the expansion of Cornish and Fisher (1938), for independent bits.
   */
  private double skewness(double angle, double deviations) {
    double unequal = Math.max(0, 1 - 2 * angle / Math.PI);
    return (deviations * deviations - 1) / 6 * unequal * Math.min(1, variance(angle));
  }

  /**
   * Standard deviations that a normal variable exceeds with at most some probability, by the bound
   * of Gordon (1941): {@code P(Z > z) < exp(-z^2 / 2) / (z sqrt(2 pi))}.
   */
  static double deviations(double miss) {
    double z = 2;
    // Each step shrinks the error by z squared or more.
    for (int i = 0; i < 20; i++) {
      z = Math.sqrt(-2 * Math.log(miss * z * Math.sqrt(2 * Math.PI)));
    }
    return z;
  }
}
