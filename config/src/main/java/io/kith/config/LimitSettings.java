package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Bounds on what one request may ask for.
 *
 * @param maxImagePixels pixels (width x height) of an image; a larger one is refused before it is decoded
 * @param minImageSide pixels of an image's shorter side
 * @param maxImagesPerRequest images or vectors in one enrolment
 * @param maxCandidates the largest k of an identification
 * @param maxMetadataBytes bytes of an identity's metadata as JSON
 */
@ConfigurationProperties("kith.limits")
public record LimitSettings(
    @Min(10_000) @Max(400_000_000) @Bindable(defaultValue = "64000000") long maxImagePixels,
    @Min(1) @Max(1_000) @Bindable(defaultValue = "8") int minImageSide,
    @Min(1) @Max(1_000) @Bindable(defaultValue = "32") int maxImagesPerRequest,
    @Min(1) @Max(10_000) @Bindable(defaultValue = "100") int maxCandidates,
    @Min(0) @Max(1_000_000) @Bindable(defaultValue = "16384") int maxMetadataBytes) {}
