package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Bounds on what one request may ask for.
 *
 * @param maxImagePixels pixels (width x height) of an image; a larger one is refused before it is
 *     decoded, and a WebP image that is larger than a quarter of it
 * @param minImageSide pixels of an image's shorter side
 * @param maxImagesPerRequest images or vectors in one enrolment
 * @param maxCandidates the largest k of an identification
 * @param maxMetadataBytes bytes of an identity's metadata as JSON
 */
@ConfigurationProperties("kith.limits")
public record LimitSettings(
    long maxImagePixels,
    int minImageSide,
    int maxImagesPerRequest,
    int maxCandidates,
    int maxMetadataBytes) {

  /** What is used where nothing is set. */
  public static final LimitSettings DEFAULT = new LimitSettings(64_000_000, 8, 32, 100, 16_384);

  public LimitSettings {
    InvalidSettingException.check(
        "kith.limits.max-image-pixels", maxImagePixels, 10_000, 400_000_000);
    InvalidSettingException.check("kith.limits.min-image-side", minImageSide, 1, 1_000);
    InvalidSettingException.check(
        "kith.limits.max-images-per-request", maxImagesPerRequest, 1, 1_000);
    InvalidSettingException.check("kith.limits.max-candidates", maxCandidates, 1, 10_000);
    InvalidSettingException.check("kith.limits.max-metadata-bytes", maxMetadataBytes, 0, 1_000_000);
  }
}
