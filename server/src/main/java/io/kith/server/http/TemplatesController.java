package io.kith.server.http;

import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.Scope;
import io.kith.server.api.TemplateView;
import io.kith.server.service.ImageFile;
import io.kith.server.service.LocalKith;
import io.kith.server.service.Repeats;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Templates of an identity. */
@Tag(name = "templates")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}/identities/{identity}/templates")
// Virtual threads read the request, however slowly it comes; Admission has the threads that work.
@ExecuteOn(TaskExecutors.BLOCKING)
class TemplatesController {

  private final LocalKith kith;
  private final Repeats repeats;
  private final Admission admission;

  TemplatesController(LocalKith kith, Repeats repeats, Admission admission) {
    this.kith = kith;
    this.repeats = repeats;
    this.admission = admission;
  }

  /**
   * Enrols images in base64, or vectors; sent again with the same {@code Idempotency-Key} within 24
   * hours, it gives the same answer.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.Unprocessable
  @MayAnswer.StorageFull
  @Post(consumes = MediaType.APPLICATION_JSON)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = EnrolRequest.class),
            examples =
                @ExampleObject(
                    name = "vector",
                    value = "{\"vectors\": [[0.6, 0.8, 0], [0.5, 0.8, 0.1]]}")),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.Enrol.class))
      })
  EnrolAnswer enrol(
      String gallery,
      String identity,
      @QueryValue @Nullable String subjects,
      @Header(RepeatKey.HEADER) @Nullable String key,
      @Body EnrolRequest request,
      HttpRequest<?> http) {
    EnrolRequest how = subjects == null ? request : request.withSubjects(subjects);
    return enrol(gallery, identity, key, how, http);
  }

  /** Enrols uploaded images: parts {@code image}, one or more, and {@code subjects}. */
  @Hidden
  @NeedsScope(Scope.ENROL)
  @Post(consumes = MediaType.MULTIPART_FORM_DATA)
  EnrolAnswer enrol(
      String gallery,
      String identity,
      @QueryValue @Nullable String subjects,
      @Header(RepeatKey.HEADER) @Nullable String key,
      @Body MultipartBody body,
      HttpRequest<?> http) {
    Form form = Form.read(body, Forms.Enrol.class);
    String chosen = subjects == null ? form.text("subjects") : subjects;
    EnrolRequest request = EnrolRequest.ofImages(form.all("image")).withSubjects(chosen);
    return enrol(gallery, identity, key, request, http);
  }

  private EnrolAnswer enrol(
      String gallery,
      String identity,
      @Nullable String key,
      EnrolRequest request,
      HttpRequest<?> http) {
    if (key == null) {
      return admission.write(() -> kith.enrol(gallery, identity, request));
    }
    String caller = Caller.of(http).name();
    String checked = RepeatKey.checked(key);
    return admission.write(() -> repeats.enrol(caller, checked, gallery, identity, request));
  }

  /** Gets one template. */
  @NeedsScope(Scope.ENROL)
  @Get("/{template}")
  TemplateView getTemplate(String gallery, String identity, String template) {
    return kith.template(gallery, identity, template);
  }

  /**
   * Gets the image that a template was made from, where the gallery keeps images.
   *
   * @param side pixels of the longer side of a smaller copy, as JPEG; the image as it was enrolled
   *     without
   */
  @NeedsScope(Scope.ENROL)
  @Get(value = "/{template}/image", produces = MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      description = "The image's file",
      content =
          @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
  HttpResponse<byte[]> image(
      String gallery,
      String identity,
      String template,
      @QueryValue @Nullable @Min(16) @Max(1024) Integer side) {
    ImageFile image =
        side == null
            ? kith.image(gallery, identity, template, null)
            : admission.search(() -> kith.image(gallery, identity, template, side));
    return HttpResponse.ok(image.bytes()).contentType(MediaType.of(image.mediaType()));
  }

  /** Deletes one template. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Delete("/{template}")
  @Status(HttpStatus.NO_CONTENT)
  void deleteTemplate(String gallery, String identity, String template) {
    admission.write(() -> kith.deleteTemplate(gallery, identity, template));
  }
}
