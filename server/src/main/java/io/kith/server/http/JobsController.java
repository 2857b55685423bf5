package io.kith.server.http;

import io.kith.server.api.JobList;
import io.kith.server.api.JobView;
import io.kith.server.service.Jobs;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
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

  private final Jobs jobs;

  JobsController(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Lists the jobs that wait or run, and the last 100 that ended; the latest first. */
  @Get
  JobList list() {
    return jobs.list();
  }

  /** Gets one job: how it stands, and what came of it. */
  @Get("/{job}")
  JobView get(String job) {
    return jobs.get(job);
  }

  /** Cancels a job; it ends soon after. One that has ended stays as it is. */
  @Delete("/{job}")
  JobView cancel(String job) {
    return jobs.cancel(job);
  }

  /**
   * Follows a job as server-sent events, named {@code job}: one at once, one whenever it has come
   * further, and the last when it has ended.
   */
  @Get(value = "/{job}/events", produces = MediaType.TEXT_EVENT_STREAM)
  Publisher<Event<JobView>> events(String job) {
    JobView now = jobs.get(job);
    return Flux.interval(BETWEEN_EVENTS)
        .onBackpressureDrop()
        .map(_ -> jobs.get(job))
        .startWith(now)
        .distinctUntilChanged()
        .takeUntil(view -> view.state().ended())
        .map(view -> Event.of(view).name("job"));
  }
}
