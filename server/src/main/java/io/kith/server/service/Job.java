package io.kith.server.service;

import io.kith.server.api.JobState;
import io.kith.server.api.JobView;
import io.kith.server.api.Problem;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How one job stands. Thread-safe. */
final class Job implements Jobs.Watched {

  private final String id;
  private final String kind;
  private final @Nullable String gallery;
  private final Clock clock;
  private final ObjectMapper json;
  private final Instant created;
  private JobState state = JobState.WAITING;
  private boolean cancelled;
  private long done;
  private long all;
  private @Nullable Runnable stop;
  private @Nullable Instant started;
  private @Nullable Instant finished;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable JsonNode result;
  private @Nullable Problem problem;

  Job(String id, String kind, @Nullable String gallery, Clock clock, ObjectMapper json) {
    this.id = id;
    this.kind = kind;
    this.gallery = gallery;
    this.clock = clock;
    this.json = json;
    this.created = clock.instant();
  }

  String id() {
    return id;
  }

  String kind() {
    return kind;
  }

  @Nullable String gallery() {
    return gallery;
  }

  synchronized JobState state() {
    return state;
  }

  /**
   * Begins it.
   *
   * @param how what ends it when it is cancelled; is not run any more once it has ended
   * @return false when it was cancelled before
   */
  synchronized boolean begin(Runnable how) {
    if (state.ended()) {
      return false;
    }
    state = JobState.RUNNING;
    started = clock.instant();
    stop = how;
    return true;
  }

  @Override
  public void succeed(Object outcome) {
    JsonNode written = write(outcome);
    synchronized (this) {
      if (!state.ended()) {
        result = written;
        end(JobState.SUCCEEDED);
      }
    }
  }

  private JsonNode write(Object outcome) {
    try {
      return json.writeValueToTree(outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void fail(Throwable thrown) {
    if (state.ended()) {
      return;
    }
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
    stop = null;
    ended.complete(null);
  }

  /** Waits for its end, but no longer than this. */
  void await(Duration patience) {
    try {
      ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Its view says so.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized void cancel() {
    if (state == JobState.WAITING) {
      end(JobState.CANCELLED);
    }
    cancelled = true;
    if (stop != null) {
      stop.run();
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
