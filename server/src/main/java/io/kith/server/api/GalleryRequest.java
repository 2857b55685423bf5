package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * What a gallery shall be.
 *
 * @param model model of its embeddings; null means {@code faces} for a new gallery, and no change
 *     of an old one
 * @param dimension given only for vectors of a model that runs elsewhere: their length, 2 to 4,096;
 *     such a gallery takes vectors and no images
 * @param threshold smallest cosine accepted as Known, in [-1, 1], however many are enrolled
 * @param targetFpir share of searches for strangers that may return an identity, from which a
 *     calibration gives the threshold, and until there is one the model's card; above 0, at most
 *     0.5. Not together with a threshold. Where neither is given, a new gallery has the target that
 *     is set for all, and an old one decides as it did; one that was given a target or a threshold
 *     follows what is set for all no more
 * @param keepImages whether the images that templates are made from are kept, to be embedded again
 *     when the gallery moves to another model; false removes those that are kept. Null means no for
 *     a new gallery, and no change of an old one. Alone, it changes nothing else of an old one
 */
@Serdeable
public record GalleryRequest(
    @Nullable String model,
    @Nullable @Min(2) @Max(4096) Integer dimension,
    @Nullable @DecimalMin("-1") @DecimalMax("1") Double threshold,
    @Nullable
        @DecimalMin(value = "0", inclusive = false, message = "must be above 0, at most 0.5")
        @DecimalMax("0.5")
        Double targetFpir,
    @Nullable Boolean keepImages) {

  /** Model of a gallery whose request names none. */
  public static final String DEFAULT_MODEL = "faces";

  /** A request that says no more than the model, or nothing where that is null. */
  public static GalleryRequest ofModel(@Nullable String model) {
    return new GalleryRequest(model, null, null, null, null);
  }

  /** The same request with this threshold. */
  public GalleryRequest withThreshold(@Nullable Double chosen) {
    return new GalleryRequest(model, dimension, chosen, targetFpir, keepImages);
  }

  /** The same request with images kept, or not. */
  public GalleryRequest withKeepImages(boolean chosen) {
    return new GalleryRequest(model, dimension, threshold, targetFpir, chosen);
  }
}
