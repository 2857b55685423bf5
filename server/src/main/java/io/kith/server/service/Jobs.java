package io.kith.server.service;

import io.kith.server.api.JobList;
import io.kith.server.api.JobState;
import io.kith.server.api.JobView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.serde.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
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
 * cores. Few of one gallery may wait, so that its jobs leave others their places. What one logs
 * carries the trace of the request that asked for it. Thread-safe.
 *
 * <p>Work that a client's stream drives, a bulk enrolment, is listed with them but waits for none.
 *
 * <p>Jobs live as long as the process: what a job had not finished when Kith ended is asked for
 * again.
 */
@Singleton
public final class Jobs {

  private static final int MAX_WAITING = 100;
  private static final int MAX_WAITING_OF_GALLERY = 10;
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

  /** What does work of its own accord tells how that stands; the first end counts. Thread-safe. */
  public interface Watched extends Progress {

    /**
     * It is done.
     *
     * @param outcome what came of it; serialisable
     */
    void succeed(Object outcome);

    /** It ended before it was done: because it was cancelled, or else for this reason. */
    void fail(Throwable thrown);
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
   * @throws ProblemException when too many jobs wait, or too many of the gallery
   */
  public synchronized JobView start(String kind, @Nullable String gallery, Work work) {
    List<Job> waiting = jobs.stream().filter(job -> job.state() == JobState.WAITING).toList();
    if (waiting.size() >= MAX_WAITING) {
      throw ProblemKind.UNAVAILABLE.with(
          "%d jobs are waiting already; cancel some, or try again later".formatted(MAX_WAITING));
    }
    if (gallery != null
        && waiting.stream().filter(job -> gallery.equals(job.gallery())).count()
            >= MAX_WAITING_OF_GALLERY) {
      throw ProblemKind.UNAVAILABLE.with(
          "%d jobs of gallery %s are waiting already; cancel some, or try again later"
              .formatted(MAX_WAITING_OF_GALLERY, gallery));
    }
    Job job = add(kind, gallery);
    runner.execute(PropagatedContext.wrapCurrent(() -> run(job, work)));
    return job.view();
  }

  private static void run(Job job, Work work) {
    if (!job.begin(Thread.currentThread()::interrupt)) {
      return;
    }
    try {
      job.succeed(work.run(job));
    } catch (Throwable e) {
      job.fail(e);
    } finally {
      // An interrupt that came late is not the next job's.
      var _ = Thread.interrupted();
    }
  }

  /**
   * Lists work that is done elsewhere, beside the jobs that wait for each other.
   *
   * @param cancel ends it soon
   * @return hears how it stands, up to its end
   */
  public synchronized Watched watch(String kind, String gallery, Runnable cancel) {
    Job job = add(kind, gallery);
    var _ = job.begin(cancel);
    return job;
  }

  private Job add(String kind, @Nullable String gallery) {
    Job job = new Job(UUID.randomUUID().toString(), kind, gallery, clock, json);
    jobs.addFirst(job);
    forgetOldest(kind);
    return job;
  }

  private void forgetOldest(String kind) {
    List<Job> ended =
        jobs.stream().filter(job -> job.kind().equals(kind) && job.state().ended()).toList();
    jobs.removeAll(ended.subList(Math.min(MAX_ENDED, ended.size()), ended.size()));
  }

  /** The jobs that wait or run, and the last 100 of each kind that ended; the latest first. */
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
   * The same once it has ended, or after this time.
   *
   * @throws ProblemException when there is none of that id
   */
  public JobView await(String id, Duration patience) {
    Job job = find(id);
    job.await(patience);
    return job.view();
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
        "there is no job %s; the last %d of each kind that ended are kept while Kith runs"
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
