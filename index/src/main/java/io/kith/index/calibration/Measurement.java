package io.kith.index.calibration;

/**
 * What a calibration measured.
 *
 * @param identities N: identities with templates in the gallery
 * @param templates their templates
 * @param probed identities whose templates, or strangers whose images, the non-mated searches are
 *     of, rejected ones among them
 * @param nonMated number of non-mated searches that thresholds come from, rejected ones among them
 * @param rejected how many of the non-mated searches are probes that an operator rejected
 * @param mated number of mated searches that thresholds come from, each with one template left out
 * @param all error rates by threshold, with all that is in the gallery
 * @param withoutSuspects the same without misplaced templates and what look-alikes have in common
 * @param suspectsLeftOut which of the two thresholds come from
 * @param growth how the rates depend on the number of identities
 * @param suspects what looks like an error of labelling
 */
public record Measurement(
    int identities,
    long templates,
    int probed,
    int nonMated,
    int rejected,
    int mated,
    ErrorCurve all,
    ErrorCurve withoutSuspects,
    boolean suspectsLeftOut,
    Growth growth,
    Suspects suspects) {

  /* A tail may be followed to a fifth of one identity's search, but no further. */
  private static final double FOLLOWED = 0.2;

  /** The error rates that thresholds come from. */
  public ErrorCurve inForce() {
    return suspectsLeftOut ? withoutSuspects : all;
  }

  /**
   * Identities that were searched with whatever came of it: those of rejected probes, which were
   * chosen for their scores, are none.
   */
  public int independent() {
    return probed - rejected;
  }

  /** The smallest FPIR that so many identities support; smaller ones need more. */
  public double smallestFpir() {
    return FOLLOWED / independent();
  }

  /** The smallest FPIR that was seen in searches; smaller ones are extrapolated. */
  public double smallestSeenFpir() {
    return FpirEstimate.EXCEEDING / independent();
  }

  /** Number of identities that a target needs. */
  public static int identitiesFor(double fpir) {
    return Math.max(Calibrator.FEWEST_IDENTITIES, (int) Math.ceil(FOLLOWED / fpir));
  }

  /** The threshold for a target FPIR at a number of identities. */
  public double threshold(double fpir, int identities) {
    return inForce().threshold(growth.calibrated(fpir, identities));
  }

  /** Expected share of non-mated searches among so many identities that reach a cosine. */
  public double fpir(double cosine, int identities) {
    return growth.current(inForce().fpir(cosine), identities);
  }
}
