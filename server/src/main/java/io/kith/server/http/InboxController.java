package io.kith.server.http;

import io.kith.server.api.IdentityView;
import io.kith.server.api.InboxEnrolment;
import io.kith.server.api.InboxRequest;
import io.kith.server.api.InboxView;
import io.kith.server.api.Scope;
import io.kith.server.service.Inboxes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Unknown subjects that a gallery keeps for a while, where it is set to. */
@Tag(name = "inbox")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}")
@ExecuteOn(TaskExecutors.BLOCKING)
class InboxController {

  private final Inboxes inboxes;
  private final Admission admission;

  InboxController(Inboxes inboxes, Admission admission) {
    this.inboxes = inboxes;
    this.admission = admission;
  }

  /**
   * Keeps the vectors of unknown probes from now on, for a set time: those that are unknown by the
   * gallery's own threshold, without a filter. Of more than 1,000 the oldest goes.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Put("/inbox")
  InboxView keepUnknowns(String gallery, @Body InboxRequest request) {
    return admission.search(() -> inboxes.put(gallery, request));
  }

  /** Keeps none any more, and deletes those that are kept. */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.StorageFull
  @Delete("/inbox")
  @Status(HttpStatus.NO_CONTENT)
  void keepNoUnknowns(String gallery) {
    inboxes.delete(gallery);
  }

  /** Lists what is kept, in groups that seem to be one subject each; the largest first. */
  @NeedsScope(Scope.ENROL)
  @Get("/unknowns")
  InboxView listUnknowns(String gallery) {
    return admission.search(() -> inboxes.get(gallery));
  }

  /**
   * Makes the probes of a group templates of an identity: those that it had when it was listed,
   * else none.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post("/unknowns/{group}/enrol")
  IdentityView enrolUnknowns(
      String gallery, String group, @Body @Nullable InboxEnrolment request, HttpRequest<?> http) {
    InboxEnrolment whom = request == null ? new InboxEnrolment(null, null) : request;
    AuditFilter.names(http, "identity", whom.identity());
    return admission.write(() -> inboxes.enrol(gallery, group, whom));
  }

  /** Deletes a group: the probes that it had when it was listed, else none. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Delete("/unknowns/{group}")
  @Status(HttpStatus.NO_CONTENT)
  void dropUnknowns(String gallery, String group) {
    inboxes.drop(gallery, group);
  }

  /** Deletes all groups. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.StorageFull
  @Delete("/unknowns")
  @Status(HttpStatus.NO_CONTENT)
  void dropAllUnknowns(String gallery) {
    inboxes.clear(gallery);
  }
}
