package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bulk enrolment, and of an export: an identity, and an image or a vector that shows
 * it, or neither.
 *
 * @param identity its id; it is created when missing, and stays as it is otherwise
 * @param label label, when it is created
 * @param metadata metadata, when it is created
 * @param image encoded image in base64
 * @param vector vector of the gallery's model, normalised when it is not of norm 1: its values, or
 *     in JSON base64 of them as little-endian float32
 * @param fingerprint fingerprint of the model that made the vector; when given it must be the
 *     gallery's
 * @param subjects {@code one} (default) or {@code largest}: see {@link Subjects}
 * @param contentHash hash of what the vector was made of, by which an identity holds it once; null
 *     means that of the vector
 * @param quality quality hint of the vector; null means its norm
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record BulkLine(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String identity,
    @Nullable String label,
    @Nullable Map<String, Object> metadata,
    @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED, nullable = true)
        byte @Nullable [] image,
    @Schema(
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            implementation = Vector.class,
            nullable = true)
        float @Nullable [] vector,
    @Nullable String fingerprint,
    @Nullable String subjects,
    @Nullable String contentHash,
    @Nullable Double quality) {}
