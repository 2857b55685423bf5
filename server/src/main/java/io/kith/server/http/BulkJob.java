package io.kith.server.http;

import io.kith.server.api.BulkResult;
import io.kith.server.api.BulkSummary;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.service.Jobs;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A bulk enrolment among the jobs: it counts the results, and once it is cancelled no more lines
 * are taken. Those that were are answered still; then the answer breaks off, so that no client
 * takes it for all. For one stream.
 */
final class BulkJob {

  static final String KIND = "bulk enrolment";

  private final Jobs jobs;
  private final String gallery;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private BulkSummary soFar = BulkSummary.NONE;

  BulkJob(Jobs jobs, String gallery) {
    this.jobs = jobs;
    this.gallery = gallery;
  }

  /** What a client sends, until the job is cancelled. */
  <T> Flux<T> sent(Publisher<T> body) {
    return Flux.from(body)
        .onErrorMap(IOException.class, _ -> wentAway())
        .takeUntilOther(Mono.fromFuture(cancelled, true));
  }

  /** The results; while they are sent there is the job. */
  Flux<BulkResult> answered(Flux<BulkResult> results) {
    return Flux.defer(
        () -> {
          Jobs.Watched job = jobs.watch(KIND, gallery, () -> cancelled.complete(null));
          return results
              .doOnNext(result -> count(result, job))
              .concatWith(Flux.defer(this::breakOff))
              .doOnComplete(() -> job.succeed(soFar))
              .doOnError(job::fail)
              .doOnCancel(() -> job.fail(wentAway()));
        });
  }

  private static ProblemException wentAway() {
    return ProblemKind.UNAVAILABLE.with("the client went away");
  }

  private void count(BulkResult result, Jobs.Watched job) {
    soFar = soFar.plus(result);
    job.at(soFar.lines(), 0);
  }

  private Flux<BulkResult> breakOff() {
    return cancelled.isDone()
        ? Flux.error(ProblemKind.UNAVAILABLE.with("the job was cancelled"))
        : Flux.empty();
  }
}
