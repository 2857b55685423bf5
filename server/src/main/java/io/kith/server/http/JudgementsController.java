package io.kith.server.http;

import io.kith.server.api.DistinctPairs;
import io.kith.server.api.RejectionRequest;
import io.kith.server.api.RejectionView;
import io.kith.server.api.Scope;
import io.kith.server.service.Judgements;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What operators say after they have looked. */
@Tag(name = "judgements")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}")
@ExecuteOn(TaskExecutors.BLOCKING)
class JudgementsController {

  private final Judgements judgements;
  private final Admission admission;

  JudgementsController(Judgements judgements, Admission admission) {
    this.judgements = judgements;
    this.admission = admission;
  }

  /**
   * Notes that an image or a vector is not of this identity, for which it was taken: the next
   * calibration counts one false positive more up to how near it came, which can only raise
   * thresholds. Only that is kept.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.Unprocessable
  @MayAnswer.StorageFull
  @Post(value = "/identities/{identity}/rejections", consumes = MediaType.APPLICATION_JSON)
  @Status(HttpStatus.CREATED)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = RejectionRequest.class),
            examples = @ExampleObject(name = "vector", value = "{\"vector\": [0.6, 0.8, 0]}")),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = Forms.Reject.class))
      })
  RejectionView reject(String gallery, String identity, @Body RejectionRequest request) {
    return admission.write(() -> judgements.reject(gallery, identity, request));
  }

  /** The same for an uploaded image. */
  @Hidden
  @NeedsScope(Scope.ENROL)
  @Post(value = "/identities/{identity}/rejections", consumes = MediaType.MULTIPART_FORM_DATA)
  @Status(HttpStatus.CREATED)
  RejectionView reject(String gallery, String identity, @Body MultipartBody body) {
    Form form = Form.read(body, Forms.Reject.class);
    return admission.write(
        () ->
            judgements.reject(
                gallery,
                identity,
                new RejectionRequest(form.one("image"), null, null, form.text("subjects"))));
  }

  /** Takes back all that was rejected of this identity. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Delete("/identities/{identity}/rejections")
  @Status(HttpStatus.NO_CONTENT)
  void acceptAll(String gallery, String identity) {
    judgements.acceptAll(gallery, identity);
  }

  /** Lists look-alikes that are known to be two subjects. */
  @NeedsScope(Scope.ENROL)
  @Get("/distinct")
  DistinctPairs listDistinct(String gallery) {
    return judgements.distinct(gallery);
  }

  /** Notes that two identities are two subjects: no calibration reports them as look-alikes. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Put("/identities/{identity}/distinct/{other}")
  @Status(HttpStatus.NO_CONTENT)
  void distinguish(String gallery, String identity, String other) {
    judgements.distinguish(gallery, identity, other, true);
  }

  /** Takes that back. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Delete("/identities/{identity}/distinct/{other}")
  @Status(HttpStatus.NO_CONTENT)
  void confuse(String gallery, String identity, String other) {
    judgements.distinguish(gallery, identity, other, false);
  }
}
