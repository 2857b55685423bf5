package io.kith.index.evaluation;

/**
 * Both error rates at one threshold; a curve of them is a DET, or with 1 - {@code missed} a ROC.
 *
 * @param threshold smallest cosine accepted
 * @param accepted share of non-mated trials accepted: FPIR of searches, FAR of comparisons
 * @param missed share of mated trials missed: FNIR of searches, 1 - TAR of comparisons
 */
public record OperatingPoint(double threshold, double accepted, double missed) {}
