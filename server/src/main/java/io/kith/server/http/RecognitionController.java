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
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;

/** Recognition: whom an image shows, whether it shows the one it should, and embeddings alone. */
@Tag(name = "recognition")
@Controller("/v1")
// Virtual threads read the request, however slowly it comes; Admission has the threads that work.
@ExecuteOn(TaskExecutors.BLOCKING)
class RecognitionController {

  private static final Set<String> IDENTIFY_PARTS =
      Set.of("image", "k", "threshold", "targetFpir", "filter");
  private static final Set<String> VERIFY_PARTS =
      Set.of("identity", "image", "threshold", "subjects");
  private static final Set<String> VERIFY_IMAGES_PARTS =
      Set.of("a", "b", "model", "threshold", "subjects");
  private static final Set<String> EMBED_PARTS = Set.of("image", "model");

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
  IdentifyAnswer identify(String gallery, @Body IdentifyRequest request) {
    return admission.search(() -> kith.identify(gallery, request));
  }

  /**
   * Says whom an uploaded image shows: parts {@code image}, {@code k}, {@code threshold}, {@code
   * targetFpir}, {@code filter}.
   */
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/identify", consumes = MediaType.MULTIPART_FORM_DATA)
  IdentifyAnswer identify(String gallery, @Body MultipartBody body) {
    Form form = Form.read(body, IDENTIFY_PARTS);
    return admission.search(
        () ->
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
  VerifyAnswer verify(String gallery, @Body VerifyRequest request) {
    return admission.search(() -> kith.verify(gallery, request));
  }

  /**
   * The same for an uploaded image: parts {@code identity}, {@code image}, {@code threshold},
   * {@code subjects}.
   */
  @NeedsScope(Scope.IDENTIFY)
  @Post(value = "/galleries/{gallery}/verify", consumes = MediaType.MULTIPART_FORM_DATA)
  VerifyAnswer verify(String gallery, @Body MultipartBody body) {
    Form form = Form.read(body, VERIFY_PARTS);
    return admission.search(
        () ->
            kith.verify(
                gallery,
                new VerifyRequest(
                    form.text("identity"),
                    form.one("image"),
                    null,
                    null,
                    form.number("threshold"),
                    form.text("subjects"))));
  }

  /** Says whether two images show the same subject. */
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/verify", consumes = MediaType.APPLICATION_JSON)
  VerifyAnswer verify(@Body VerifyImagesRequest request) {
    return admission.search(() -> kith.verify(request));
  }

  /**
   * The same for uploaded images: parts {@code a}, {@code b}, {@code model}, {@code threshold},
   * {@code subjects}.
   */
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/verify", consumes = MediaType.MULTIPART_FORM_DATA)
  VerifyAnswer verify(@Body MultipartBody body) {
    Form form = Form.read(body, VERIFY_IMAGES_PARTS);
    return admission.search(
        () ->
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
  EmbedAnswer embed(@Body EmbedRequest request) {
    return admission.search(() -> kith.embed(request));
  }

  /** The same for an uploaded image: parts {@code image}, {@code model}. */
  @NeedsScope(value = Scope.IDENTIFY, someGallery = true)
  @Post(value = "/embed", consumes = MediaType.MULTIPART_FORM_DATA)
  EmbedAnswer embed(@Body MultipartBody body) {
    Form form = Form.read(body, EMBED_PARTS);
    return admission.search(
        () -> kith.embed(new EmbedRequest(form.one("image"), form.text("model"))));
  }
}
