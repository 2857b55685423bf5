package io.kith.index;

/**
 * An embedding to be enrolled.
 *
 * @param vector the embedding
 * @param fingerprint fingerprint of the model that made it
 * @param contentHash hash of the sample's bytes, hexadecimal; an identity holds each content once
 * @param quality quality hint of the sample, larger is better; the scale is the model's
 */
public record NewTemplate(
    UnitVector vector, String fingerprint, String contentHash, double quality) {}
