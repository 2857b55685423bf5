package io.kith.server.http;

import io.kith.server.api.JobView;
import io.kith.server.api.Scope;
import io.kith.server.service.Jobs;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Erasure. */
@Tag(name = "jobs")
@Controller("/v1/purge")
class PurgeController {

  private final LocalKith kith;
  private final Jobs jobs;

  PurgeController(LocalKith kith, Jobs jobs) {
    this.kith = kith;
    this.jobs = jobs;
  }

  /**
   * Starts a job that removes the bytes of everything that was deleted or replaced from every file.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.Job
  @Post
  @Status(HttpStatus.ACCEPTED)
  HttpResponse<JobView> purge() {
    return Answers.accepted(jobs.start("purge", null, kith::purge));
  }
}
