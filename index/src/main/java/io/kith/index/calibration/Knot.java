package io.kith.index.calibration;

/**
 * The error rates at one threshold.
 *
 * @param cosine the threshold
 * @param fpir expected share of non-mated searches that reach it, in [0, 1]
 * @param fpirLow lower end of its 95 % interval
 * @param fpirHigh upper end of its 95 % interval
 * @param fnir share of mated searches that fail at it; NaN when no identity has two templates
 */
public record Knot(double cosine, double fpir, double fpirLow, double fpirHigh, double fnir) {}
