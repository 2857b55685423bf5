package io.kith.index.calibration;

/**
 * A generalised Pareto distribution of what exceeds a level (peaks over threshold): P(Y - level > z
 * | Y > level) = (1 + shape z / scale)^(-1/shape), and exp(-z / scale) at shape 0.
 *
 * <p>Fitted by probability-weighted moments (Hosking and Wallis 1987, "Parameter and Quantile
 * Estimation for the Generalized Pareto Distribution", Technometrics 29), which are steadier than
 * maximum likelihood on some dozens of values. The shape is then drawn towards 0, as if over
 * galleries it had mean 0 and the standard deviation of a prior: the exponential tail is the limit
 * for the maxima of all distributions without heavy ends, and a shape taken from few values alone
 * often ends the tail before values that do occur. A heavier end is believed sooner than a lighter
 * one, because near-identical classes (twins, a character that two alphabets share) make one, and
 * missing it makes strangers known.
 *
 * @param level where it begins
 * @param scale above 0
 * @param shape below 1
 */
record ParetoTail(double level, double scale, double shape) {

  private static final double PRIOR_SD_BELOW = 0.1;
  private static final double PRIOR_SD_ABOVE = 0.3;

  /* Times 1 / number of values: asymptotic variance of the shape estimated at shape 0. */
  private static final double VARIANCE_OF_SHAPE = 4.0 / 3;

  private static final double SMALLEST_SCALE = 1e-6;
  private static final double STRAIGHT = 1e-6;

  /**
   * Fits.
   *
   * @param excesses what exceeds the level, ascending, 0 or more each
   * @param weights weight of each, above 0
   */
  static ParetoTail fit(double level, double[] excesses, double[] weights) {
    double total = 0;
    double squares = 0;
    for (double weight : weights) {
      total += weight;
      squares += weight * weight;
    }
    double mean = 0;
    double upper = 0; // mean of (1 - F(x)) x
    double below = 0;
    for (int i = 0; i < excesses.length; i++) {
      double weight = weights[i] / total;
      double position = below + weight / 2;
      mean += weight * excesses[i];
      upper += weight * (1 - position) * excesses[i];
      below += weight;
    }
    double spread = mean - 2 * upper;
    double shape = spread <= 0 ? 0 : 2 - mean / spread;
    double variance = squares / (total * total) * VARIANCE_OF_SHAPE;
    double deviation = shape > 0 ? PRIOR_SD_ABOVE : PRIOR_SD_BELOW;
    double prior = deviation * deviation;
    double drawn = Math.clamp(shape * prior / (prior + variance), -1, 0.9);
    return new ParetoTail(level, Math.max(mean * (1 - drawn), SMALLEST_SCALE), drawn);
  }

  /** The same tail, seen from a higher level. */
  ParetoTail from(double higher) {
    return new ParetoTail(
        higher, Math.max(scale + shape * (higher - level), SMALLEST_SCALE), shape);
  }

  /** Share of what exceeds the level that also reaches y; 1 at the level and below. */
  double survival(double y) {
    double z = (y - level) / scale;
    if (z <= 0) {
      return 1;
    }
    if (Math.abs(shape) < STRAIGHT) {
      return Math.exp(-z);
    }
    double base = 1 + shape * z;
    return base <= 0 ? 0 : Math.pow(base, -1 / shape);
  }
}
