package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A probe and how to search with it: exactly one of {@code image} and {@code vector}.
 *
 * @param image encoded image in base64
 * @param vector vector of the gallery's model, normalised when it is not of norm 1: its values, or
 *     in JSON base64 of them as little-endian float32
 * @param fingerprint fingerprint of the model that made the vector; when given it must be the
 *     gallery's
 * @param k number of candidates, each another identity; null means 5
 * @param threshold smallest cosine accepted as Known, in [-1, 1]; null means the gallery's
 * @param targetFpir share of searches for strangers that may return an identity, from which the
 *     gallery's calibration gives the threshold; above 0, at most 0.5. Not together with a
 *     threshold
 * @param filter metadata keys, each with the value or the list of values that it may have; at most
 *     64 keys, and 256 values of each. Numbers are compared by value, so that 3 finds 3.0; text
 *     finds the same text, and the number or boolean that it writes
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record IdentifyRequest(
    @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED, nullable = true)
        byte @Nullable [] image,
    @Schema(
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            implementation = Vector.class,
            nullable = true)
        float @Nullable [] vector,
    @Nullable String fingerprint,
    @Nullable Integer k,
    @Nullable Double threshold,
    @Nullable Double targetFpir,
    @Nullable Map<String, Object> filter) {

  /** Candidates of an identification that asks for no number. */
  public static final int DEFAULT_K = 5;

  /** A request that searches for the subjects of an image as the gallery does. */
  public static IdentifyRequest ofImage(byte[] image, @Nullable Integer k) {
    return new IdentifyRequest(image, null, null, k, null, null, null);
  }
}
