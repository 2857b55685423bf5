package io.kith.server.service;

import io.kith.server.api.JobState;
import io.kith.server.api.JobView;
import io.kith.server.api.Problem;
import io.kith.server.api.Progress;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One job: its work, and how it stands. Thread-safe. */
final class Job implements Runnable, Progress {

  private final String id;
  private final String kind;
  private final @Nullable String gallery;
  private final Jobs.Work work;
  private final Clock clock;
  private final ObjectMapper json;
  private final Instant created;
  private JobState state = JobState.WAITING;
  private boolean cancelled;
  private long done;
  private long all;
  private @Nullable Thread runner;
  private @Nullable Instant started;
  private @Nullable Instant finished;
  private @Nullable JsonNode result;
  private @Nullable Problem problem;

  Job(
      String id,
      String kind,
      @Nullable String gallery,
      Jobs.Work work,
      Clock clock,
      ObjectMapper json) {
    this.id = id;
    this.kind = kind;
    this.gallery = gallery;
    this.work = work;
    this.clock = clock;
    this.json = json;
    this.created = clock.instant();
  }

  String id() {
    return id;
  }

  synchronized boolean ended() {
    return state.ended();
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      succeed(work.run(this));
    } catch (Throwable e) {
      fail(e);
    } finally {
      // An interrupt that came late is not the next job's.
      var _ = Thread.interrupted();
    }
  }

  private synchronized boolean begin() {
    if (state.ended()) {
      return false;
    }
    state = JobState.RUNNING;
    started = clock.instant();
    runner = Thread.currentThread();
    return true;
  }

  private void succeed(Object outcome) {
    JsonNode written = write(outcome);
    synchronized (this) {
      result = written;
      end(JobState.SUCCEEDED);
    }
  }

  private JsonNode write(Object outcome) {
    try {
      return json.writeValueToTree(outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void fail(Throwable thrown) {
    if (cancelled) {
      end(JobState.CANCELLED);
    } else {
      problem = Problems.of(thrown);
      end(JobState.FAILED);
    }
  }

  private void end(JobState how) {
    state = how;
    finished = clock.instant();
    runner = null;
  }

  synchronized void cancel() {
    if (state == JobState.WAITING) {
      end(JobState.CANCELLED);
    }
    cancelled = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  @Override
  public synchronized void at(long partsDone, long parts) {
    done = partsDone;
    all = parts;
  }

  synchronized JobView view() {
    return new JobView(
        id, kind, gallery, state, done, all, created, started, finished, result, problem);
  }
}
