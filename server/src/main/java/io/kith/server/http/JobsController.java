package io.kith.server.http;

import io.kith.server.api.JobList;
import io.kith.server.api.JobView;
import io.kith.server.api.Scope;
import io.kith.server.service.Jobs;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Long work in the background. */
@Tag(name = "jobs")
@Controller("/v1/jobs")
@ExecuteOn(TaskExecutors.BLOCKING)
class JobsController {

  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(500);

  /* So that whatever stands between does not take the connection for a dead one. */
  private static final int SILENT_AT_MOST = 30;

  private final Jobs jobs;
  private final Guard guard;

  JobsController(Jobs jobs, Guard guard) {
    this.jobs = jobs;
    this.guard = guard;
  }

  /**
   * Lists the jobs that wait or run, and the last 100 of each kind that ended; the latest first.
   */
  @NeedsScope(value = Scope.ENROL, someGallery = true)
  @Get
  JobList listJobs(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    return new JobList(
        jobs.list().jobs().stream()
            .filter(job -> may(caller, Scope.ENROL, job))
            .map(job -> shown(job, caller))
            .toList());
  }

  /**
   * Gets one job: how it stands, and what came of it. The result is for keys that may ask for such
   * work: that of a bulk enrolment takes scope {@code enrol}, all others {@code admin}.
   */
  @NeedsScope(value = Scope.ENROL, someGallery = true)
  @MayAnswer.NotFound
  @Get("/{job}")
  JobView getJob(String job, HttpRequest<?> request) {
    return shown(find(job, Scope.ENROL, request), Caller.of(request));
  }

  /** Cancels a job; it ends soon after. One that has ended stays as it is. */
  @NeedsScope(value = Scope.ADMIN, someGallery = true)
  @MayAnswer.NotFound
  @Delete("/{job}")
  JobView cancelJob(String job, HttpRequest<?> request) {
    find(job, Scope.ADMIN, request);
    return jobs.cancel(job);
  }

  /**
   * Follows a job as server-sent events, named {@code job}: one at once, one whenever it has come
   * further and every 15 seconds, and the last when it has ended.
   */
  @NeedsScope(value = Scope.ENROL, someGallery = true)
  @MayAnswer.NotFound
  @Get(value = "/{job}/events", produces = MediaType.TEXT_EVENT_STREAM)
  @ApiResponse(
      responseCode = "200",
      description = "Events, whose data is the job",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM,
              schema = @Schema(implementation = String.class)))
  Publisher<Event<JobView>> followJob(String job, HttpRequest<?> request) {
    JobView now = find(job, Scope.ENROL, request);
    Caller caller = Caller.of(request);
    return Flux.interval(BETWEEN_EVENTS)
        .onBackpressureDrop()
        .doOnNext(_ -> guard.check(caller))
        .map(tick -> new Seen(tick / SILENT_AT_MOST, jobs.get(job)))
        .startWith(new Seen(0, now))
        .distinctUntilChanged()
        .map(seen -> shown(seen.job(), caller))
        .takeUntil(view -> view.state().ended())
        .map(view -> Event.of(view).name("job"));
  }

  /** A job, as it was in one stretch of time. */
  private record Seen(long stretch, JobView job) {}

  /* Of a gallery that the key does not open, a job is not there. */
  private JobView find(String job, Scope scope, HttpRequest<?> request) {
    JobView found = jobs.get(job);
    if (!may(Caller.of(request), scope, found)) {
      throw Jobs.noJob(job);
    }
    return found;
  }

  private static JobView shown(JobView job, Caller caller) {
    Scope asks = job.kind().equals(BulkJob.KIND) ? Scope.ENROL : Scope.ADMIN;
    return may(caller, asks, job) ? job : job.withoutResult();
  }

  private static boolean may(Caller caller, Scope scope, JobView job) {
    return job.gallery() == null ? caller.mayEverywhere(scope) : caller.may(scope, job.gallery());
  }
}
