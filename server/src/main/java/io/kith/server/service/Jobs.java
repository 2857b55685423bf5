package io.kith.server.service;

import io.kith.server.api.JobList;
import io.kith.server.api.JobView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.serde.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Long work in the background, one job at a time in the order of its asking, since each takes all
 * cores. What one logs carries the trace of the request that asked for it. Thread-safe.
 *
 * <p>Jobs live as long as the process: what a job had not finished when Kith ended is asked for
 * again.
 */
@Singleton
public final class Jobs {

  private static final int MAX_WAITING = 100;
  private static final int MAX_ENDED = 100;

  /** Work that tells how far it has come, and ends soon after its thread is interrupted. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it.
     *
     * @return what a request that waits would be answered; serialisable
     */
    Object run(Progress progress);
  }

  private final ObjectMapper json;
  private final Clock clock = Clock.systemUTC();
  private final Deque<Job> jobs = new ArrayDeque<>();
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("kith-job").factory());

  Jobs(ObjectMapper json) {
    this.json = json;
  }

  /**
   * Takes work on.
   *
   * @param kind what it does, in a word
   * @param gallery gallery that it works on; null when on all
   * @throws ProblemException when too many jobs wait
   */
  public synchronized JobView start(String kind, @Nullable String gallery, Work work) {
    long unfinished = jobs.stream().filter(job -> !job.ended()).count();
    if (unfinished > MAX_WAITING) {
      throw ProblemKind.UNAVAILABLE.with(
          "%d jobs are waiting already; cancel some, or try again later".formatted(MAX_WAITING));
    }
    Job job = new Job(UUID.randomUUID().toString(), kind, gallery, work, clock, json);
    jobs.addFirst(job);
    forgetOldest();
    runner.execute(PropagatedContext.wrapCurrent(job));
    return job.view();
  }

  private void forgetOldest() {
    long tooMany = jobs.stream().filter(Job::ended).count() - MAX_ENDED;
    for (var oldest = jobs.descendingIterator(); tooMany > 0 && oldest.hasNext(); ) {
      if (oldest.next().ended()) {
        oldest.remove();
        tooMany--;
      }
    }
  }

  /** The jobs that wait or run, and the last 100 that ended; the latest first. */
  public synchronized JobList list() {
    return new JobList(jobs.stream().map(Job::view).toList());
  }

  /**
   * One job.
   *
   * @throws ProblemException when there is none of that id
   */
  public JobView get(String id) {
    return find(id).view();
  }

  /**
   * Cancels a job; it ends soon after, as cancelled. One that has ended stays as it is.
   *
   * @throws ProblemException when there is none of that id
   */
  public JobView cancel(String id) {
    Job job = find(id);
    job.cancel();
    return job.view();
  }

  private synchronized Job find(String id) {
    return jobs.stream()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .orElseThrow(() -> noJob(id));
  }

  /** What is said of a job that is not there. */
  public static ProblemException noJob(String id) {
    return ProblemKind.JOB_NOT_FOUND.with(
        "there is no job %s; the last %d that ended are kept while Kith runs"
            .formatted(id, MAX_ENDED));
  }

  /** Cancels all jobs and waits until they have ended. */
  @PreDestroy
  void close() {
    List<Job> all;
    synchronized (this) {
      all = List.copyOf(jobs);
    }
    all.forEach(Job::cancel);
    runner.shutdown();
    try {
      var _ = runner.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
