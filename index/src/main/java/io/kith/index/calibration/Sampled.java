package io.kith.index.calibration;

/**
 * A template as calibration sees it.
 *
 * @param identity key of its identity
 * @param template key of the template
 * @param vector {@code [dimension]}, L2 norm 1; not copied, and never changed
 * @param quality as it was enrolled with; above 0, higher for clearer images
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sampled(long identity, long template, float[] vector, double quality) {}
