package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Two images to be compared.
 *
 * @param a encoded image in base64
 * @param b encoded image in base64
 * @param model model to compare with; null means {@code faces}
 * @param threshold smallest cosine accepted as a match, in [-1, 1]; null means the model card's for
 *     verification
 * @param subjects {@code one} (default) or {@code largest}
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record VerifyImagesRequest(
    byte @Nullable [] a,
    byte @Nullable [] b,
    @Nullable String model,
    @Nullable Double threshold,
    @Nullable String subjects) {}
