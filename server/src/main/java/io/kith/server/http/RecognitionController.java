package io.kith.server.http;

import io.kith.server.api.EmbedAnswer;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.Scope;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.kith.server.api.VerifyRequest;
import io.kith.server.service.LocalKith;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Recognition: whom an image shows, whether it shows the one it should, and embeddings alone.
 * {@link Door} knows its paths.
 */
@Tag(name = "recognition")
@MayAnswer.NotFound
@MayAnswer.Conflict
@MayAnswer.BadBody
@MayAnswer.Unprocessable
@Controller("/v1")
// No thread waits for a request, however slowly it comes, nor for Admission, which has the threads
// that work.
class RecognitionController {

  /* A drawing of 16 x 16 pixels, for examples. */
  private static final String CROSS =
      "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQAAAAA3iMLMAAAALUlEQVR42mP4/58BiO7/Znj/neH7e4bf"
          + "9xn+7mf4Vw9CQAaQCxQESgEVgFUCAML7HWu5oFMqAAAAAElFTkSuQmCC";

  private final LocalKith kith;
  private final Admission admission;
  private final ObjectMapper json;

  RecognitionController(LocalKith kith, Admission admission, ObjectMapper json) {
    this.kith = kith;
    this.admission = admission;
    this.json = json;
  }

  /** Says whom an image or a vector shows among the gallery's identities, or unknown. */
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/identify", consumes = MediaType.APPLICATION_JSON)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = IdentifyRequest.class),
            examples = {
              @ExampleObject(
                  name = "vector",
                  value =
                      "{\"vector\": [0.6, 0.8, 0], \"k\": 3, \"filter\": {\"team\": \"engines\"}}"),
              @ExampleObject(
                  name = "vector in base64",
                  value = "{\"vector\": \"mpkZP83MTD8AAAAA\", \"k\": 3}")
            }),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.Identify.class))
      })
  @ApiResponse(
      responseCode = "200",
      description = "Whom it shows, one result a subject",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = IdentifyAnswer.class),
              examples =
                  @ExampleObject(
                      name = "known",
                      value =
                          """
                          {"results": [{
                             "decision": "known", "identity": "ada", "label": "Ada",
                             "cosine": 0.71, "threshold": 0.38,
                             "thresholdSource": "model card", "calibration": null,
                             "fpir": null, "gap": 0.52,
                             "candidates": [
                               {"identity": "ada", "label": "Ada", "cosine": 0.71, "template": "t1"},
                               {"identity": "joan", "label": null, "cosine": 0.19, "template": "t7"}],
                             "search": {"structure": "scan", "exact": true,
                                        "compared": 1200, "measured": 1200}}],
                           "model": {"name": "faces", "fingerprint": "0f3a", "dimension": 512},
                           "generation": 1}
                          """)))
  CompletionStage<IdentifyAnswer> identify(String gallery, @Body IdentifyRequest request) {
    // Whoever reads an image, or waits, takes its time.
    return request.vector() == null || kith.searchesMayWait(gallery)
        ? admission.searching(() -> kith.identify(gallery, request))
        : admission.searching(gallery, () -> kith.identify(gallery, request));
  }

  /**
   * Says whom an uploaded image shows: parts {@code image}, {@code k}, {@code threshold}, {@code
   * targetFpir}, {@code filter}.
   */
  @Hidden
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/identify", consumes = MediaType.MULTIPART_FORM_DATA)
  CompletionStage<IdentifyAnswer> identify(String gallery, @Body MultipartBody body) {
    return searching(
        body,
        Forms.Identify.class,
        form ->
            kith.identify(
                gallery,
                new IdentifyRequest(
                    form.one("image"),
                    null,
                    null,
                    form.integer("k"),
                    form.number("threshold"),
                    form.number("targetFpir"),
                    form.object("filter", json))));
  }

  /** Says whether an image or a vector shows the identity claimed. */
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/verify", consumes = MediaType.APPLICATION_JSON)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = VerifyRequest.class),
            examples =
                @ExampleObject(
                    name = "vector",
                    value = "{\"identity\": \"ada\", \"vector\": [0.6, 0.8, 0]}")),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.Verify.class))
      })
  CompletionStage<VerifyAnswer> verify(
      String gallery, @Body VerifyRequest request, HttpRequest<?> http) {
    AuditFilter.names(http, "identity", request.identity());
    return admission.searching(() -> kith.verify(gallery, request));
  }

  /**
   * The same for an uploaded image: parts {@code identity}, {@code image}, {@code threshold},
   * {@code subjects}.
   */
  @Hidden
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/verify", consumes = MediaType.MULTIPART_FORM_DATA)
  CompletionStage<VerifyAnswer> verify(
      String gallery, @Body MultipartBody body, HttpRequest<?> http) {
    return searching(
        body,
        Forms.Verify.class,
        form -> {
          AuditFilter.names(http, "identity", form.text("identity"));
          return kith.verify(
              gallery,
              new VerifyRequest(
                  form.text("identity"),
                  form.one("image"),
                  null,
                  null,
                  form.number("threshold"),
                  form.text("subjects")));
        });
  }

  /** Says whether two images show the same subject. */
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/verify", consumes = MediaType.APPLICATION_JSON)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = VerifyImagesRequest.class),
            examples =
                @ExampleObject(
                    value =
                        "{\"a\": \""
                            + CROSS
                            + "\", \"b\": \""
                            + CROSS
                            + "\", \"model\": \"glyphs\"}")),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.VerifyImages.class))
      })
  CompletionStage<VerifyAnswer> verifyImages(@Body VerifyImagesRequest request) {
    return admission.searching(() -> kith.verify(request));
  }

  /**
   * The same for uploaded images: parts {@code a}, {@code b}, {@code model}, {@code threshold},
   * {@code subjects}.
   */
  @Hidden
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/verify", consumes = MediaType.MULTIPART_FORM_DATA)
  CompletionStage<VerifyAnswer> verifyImages(@Body MultipartBody body) {
    return searching(
        body,
        Forms.VerifyImages.class,
        form ->
            kith.verify(
                new VerifyImagesRequest(
                    form.one("a"),
                    form.one("b"),
                    form.text("model"),
                    form.number("threshold"),
                    form.text("subjects"))));
  }

  /** Gives the embeddings of the subjects in an image. */
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/embed", consumes = MediaType.APPLICATION_JSON)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = EmbedRequest.class),
            examples =
                @ExampleObject(value = "{\"image\": \"" + CROSS + "\", \"model\": \"glyphs\"}")),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.Embed.class))
      })
  CompletionStage<EmbedAnswer> embed(@Body EmbedRequest request) {
    return admission.searching(() -> kith.embed(request));
  }

  /** The same for an uploaded image: parts {@code image}, {@code model}. */
  @Hidden
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/embed", consumes = MediaType.MULTIPART_FORM_DATA)
  CompletionStage<EmbedAnswer> embed(@Body MultipartBody body) {
    return searching(
        body,
        Forms.Embed.class,
        form -> kith.embed(new EmbedRequest(form.one("image"), form.text("model"))));
  }

  private <T> CompletionStage<T> searching(
      MultipartBody body, Class<? extends Record> parts, Function<Form, T> work) {
    PropagatedContext request = PropagatedContext.getOrEmpty();
    return Form.arriving(body, parts)
        .toFuture()
        .thenCompose(form -> request.propagate(() -> admission.searching(() -> work.apply(form))));
  }
}
