package io.kith.server.http;

import io.kith.server.api.JobView;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.api.Scope;
import io.kith.server.service.Jobs;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** Rebuilding a gallery's index, and going back. */
@Tag(name = "rebuilds")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}")
@ExecuteOn(TaskExecutors.BLOCKING)
class RebuildsController {

  private static final String KIND = "rebuild";

  private final LocalKith kith;
  private final Jobs jobs;

  RebuildsController(LocalKith kith, Jobs jobs) {
    this.kith = kith;
    this.jobs = jobs;
  }

  /**
   * Builds the index anew beside the present one, which is searched and written meanwhile; checks
   * the new one, and changes over. With a {@code model} the gallery moves to it: the images that it
   * keeps are embedded again, and it changes over when all of them were and it misses no more of
   * the enrolled. Answers at once with a job that does it, whose result says what came of it.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.Job
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @Post("/rebuild")
  @Status(HttpStatus.ACCEPTED)
  HttpResponse<JobView> rebuild(String gallery, @Body @Valid @Nullable RebuildRequest request) {
    RebuildRequest how = request == null ? RebuildRequest.USUAL : request;
    kith.checkRebuild(gallery, how);
    return Answers.accepted(startOnce(gallery, progress -> kith.rebuild(gallery, how, progress)));
  }

  private synchronized JobView startOnce(String gallery, Jobs.Work work) {
    jobs.list().jobs().stream()
        .filter(job -> job.kind().equals(KIND) && gallery.equals(job.gallery()))
        .filter(job -> !job.state().ended())
        .findFirst()
        .ifPresent(
            job -> {
              throw ProblemKind.BUSY.with(
                  "job %s rebuilds gallery %s; wait until it has ended, or cancel it"
                      .formatted(job.id(), gallery));
            });
    return jobs.start(KIND, gallery, work);
  }

  /**
   * Goes back to the index before the last rebuild, brought up to date with all changes since; and
   * to the model before, where that was another. Answers when it is done; where the model is
   * another one, which embeds what was enrolled since, at once with a job that does it.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.Job
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post("/rollback")
  @ApiResponse(
      responseCode = "200",
      description = "What came of it",
      content = @Content(schema = @Schema(implementation = RebuildView.class)))
  HttpResponse<?> rollback(String gallery, @Body @Valid @Nullable RollbackRequest request) {
    RollbackRequest how = request == null ? new RollbackRequest(null) : request;
    return kith.rollbackEmbeds(gallery)
        ? Answers.accepted(startOnce(gallery, progress -> kith.rollback(gallery, how, progress)))
        : HttpResponse.ok(kith.rollback(gallery, how, Progress.NONE));
  }
}
