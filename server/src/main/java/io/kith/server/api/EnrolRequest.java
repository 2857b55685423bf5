package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples to enrol.
 *
 * @param images encoded images (JPEG, PNG, WebP), in base64 where this is JSON
 * @param image one image, instead of {@code images}
 * @param vectors vectors of the gallery's model, normalised when they are not of norm 1: of each
 *     its values, or in JSON base64 of them as little-endian float32
 * @param vector one vector, instead of {@code vectors}
 * @param fingerprint fingerprint of the model that made the vectors; when given it must be the
 *     gallery's
 * @param subjects {@code one} (default), {@code largest} or {@code all}: see {@link Subjects}
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record EnrolRequest(
    @Nullable List<byte[]> images,
    @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED, nullable = true)
        byte @Nullable [] image,
    @ArraySchema(schema = @Schema(implementation = Vector.class)) @Nullable List<float[]> vectors,
    @Schema(
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            implementation = Vector.class,
            nullable = true)
        float @Nullable [] vector,
    @Nullable String fingerprint,
    @Nullable String subjects) {

  /** A request that enrols images. */
  public static EnrolRequest ofImages(List<byte[]> images) {
    return new EnrolRequest(images, null, null, null, null, null);
  }

  /** The same request for these subjects of its images. */
  public EnrolRequest withSubjects(@Nullable String chosen) {
    return new EnrolRequest(images, image, vectors, vector, fingerprint, chosen);
  }
}
