package io.kith.server.http;

import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of each form that the API takes; {@link Form} allows these, and the API's document
 * shows them.
 */
final class Forms {

  private static final String TEXT = "string";
  private static final String FILE = "binary";

  private Forms() {}

  /**
   * Images to enrol.
   *
   * @param image encoded images (JPEG, PNG, WebP), one part each
   * @param subjects {@code one} (default), {@code largest} or {@code all}
   */
  @Introspected
  @Schema(name = "EnrolForm")
  record Enrol(
      @ArraySchema(schema = @Schema(type = TEXT, format = FILE)) List<byte[]> image,
      @Nullable String subjects) {}

  /**
   * An image to identify.
   *
   * @param image encoded image
   * @param k number of candidates
   * @param threshold smallest cosine accepted as known
   * @param targetFpir share of searches for strangers that may return an identity
   * @param filter JSON object of metadata keys, each with the value or the list of values that it
   *     may have; at most 64 keys, and 256 values of each
   */
  @Introspected
  @Schema(name = "IdentifyForm")
  record Identify(
      @Schema(type = TEXT, format = FILE) byte[] image,
      @Nullable Integer k,
      @Nullable Double threshold,
      @Nullable Double targetFpir,
      @Nullable String filter) {}

  /**
   * A claim to be checked.
   *
   * @param identity the identity claimed
   * @param image encoded image
   * @param threshold smallest cosine accepted as a match
   * @param subjects {@code one} (default) or {@code largest}
   */
  @Introspected
  @Schema(name = "VerifyForm")
  record Verify(
      String identity,
      @Schema(type = TEXT, format = FILE) byte[] image,
      @Nullable Double threshold,
      @Nullable String subjects) {}

  /**
   * An image that is not of the identity that it was taken for.
   *
   * @param image encoded image
   * @param subjects {@code one} (default) or {@code largest}
   */
  @Introspected
  @Schema(name = "RejectionForm")
  record Reject(@Schema(type = TEXT, format = FILE) byte[] image, @Nullable String subjects) {}

  /**
   * Two images to be compared.
   *
   * @param a encoded image
   * @param b encoded image
   * @param model model to compare with
   * @param threshold smallest cosine accepted as a match
   * @param subjects {@code one} (default) or {@code largest}
   */
  @Introspected
  @Schema(name = "VerifyImagesForm")
  record VerifyImages(
      @Schema(type = TEXT, format = FILE) byte[] a,
      @Schema(type = TEXT, format = FILE) byte[] b,
      @Nullable String model,
      @Nullable Double threshold,
      @Nullable String subjects) {}

  /**
   * An image to embed.
   *
   * @param image encoded image
   * @param model model to embed with
   */
  @Introspected
  @Schema(name = "EmbedForm")
  record Embed(@Schema(type = TEXT, format = FILE) byte[] image, @Nullable String model) {}
}
