package io.kith.index.calibration;

/**
 * A probe that an operator said is not of the identity that it came near to.
 *
 * @param identity key of that identity
 * @param cosine how near it came
 */
public record Rejection(long identity, double cosine) {}
