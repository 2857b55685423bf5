package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A claim to be checked: exactly one of {@code image} and {@code vector}.
 *
 * @param identity the identity claimed
 * @param image encoded image in base64
 * @param vector vector of the gallery's model, normalised when it is not of norm 1: its values, or
 *     in JSON base64 of them as little-endian float32
 * @param fingerprint fingerprint of the model that made the vector; when given it must be the
 *     gallery's
 * @param threshold smallest cosine accepted as a match, in [-1, 1]; null means the model card's for
 *     verification
 * @param subjects {@code one} (default) or {@code largest}
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record VerifyRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String identity,
    @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED, nullable = true)
        byte @Nullable [] image,
    @Schema(
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            implementation = Vector.class,
            nullable = true)
        float @Nullable [] vector,
    @Nullable String fingerprint,
    @Nullable Double threshold,
    @Nullable String subjects) {}
