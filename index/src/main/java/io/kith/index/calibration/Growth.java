package io.kith.index.calibration;

/**
 * How the FPIR at one threshold depends on the number of identities: {@code 1 - FPIR(n) = (1 -
 * FPIR(N))^((n/N)^exponent)}.
 *
 * <p>If every identity gave a stranger's search an equal and independent chance the exponent would
 * be 1. It is lower when some searches are near many identities at once and others near none.
 *
 * @param identities N, that was calibrated on
 * @param exponent in (0, 1]
 */
public record Growth(int identities, double exponent) {

  /** The rate at N that gives this one at n identities. */
  public double calibrated(double fpir, int n) {
    return -Math.expm1(Math.log1p(-fpir) / factor(n));
  }

  /** The rate at n identities where this one is that at N. */
  public double current(double fpir, int n) {
    return -Math.expm1(Math.log1p(-Math.min(fpir, 1 - 1e-12)) * factor(n));
  }

  private double factor(int n) {
    return Math.pow((double) Math.max(n, 1) / identities, exponent);
  }
}
