package io.kith.server.http;

import io.kith.config.ServingSettings;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door to the work. Thread-safe.
 *
 * <p>The work is done by a bounded number of platform threads, since a network runs in native code,
 * where a virtual thread would hold its carrier; whoever has to wait for it does so on virtual
 * threads, or on none. What finds no place is refused at once: a client that is told so can go
 * elsewhere, one that is kept waiting asks again and makes it worse.
 *
 * <p>A queue bridges a burst. One that is full shows that more comes than can be done, and then its
 * length only makes all of them wait; so for a while no more searches wait than keep those busy who
 * do them (Nichols and Jacobson, Controlling Queue Delay, 2012).
 */
@Singleton
final class Admission {

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

  /* Time for which the queue is kept short once it was full. */
  private static final Duration CROWDED = Duration.ofSeconds(5);

  private final int workers;
  private final int places;
  private final int placesOfLoop;
  private final Loops loops;
  private final ThreadPoolExecutor searches;
  private final ThreadPoolExecutor writes;
  private final Semaphore lines;
  private final Counter refused;
  private final HashedWheelTimer clock;
  private final Duration timeout;
  private final int mostPerKey;
  private final ConcurrentMap<String, Integer> inside = new ConcurrentHashMap<>();
  private final UsualTimes usualTimes = new UsualTimes();
  private volatile long crowdedUntil = System.nanoTime();

  Admission(ServingSettings settings, Loops loops, MeterRegistry metrics) {
    this.loops = loops;
    workers =
        settings.parallelism() > 0
            ? settings.parallelism()
            : Runtime.getRuntime().availableProcessors();
    places = workers * settings.queue();
    placesOfLoop = 1 + settings.queue();
    lines = new Semaphore(workers, true);
    searches =
        pool(
            "kith-search-",
            workers,
            workers,
            places > 0 ? new ArrayBlockingQueue<>(places) : new SynchronousQueue<>());
    /* Writers mostly wait for one fsync that they share, so the more there are, the cheaper each is. */
    writes = pool("kith-write-", 0, settings.writes(), new SynchronousQueue<>());
    // It looks now and then who is too late; CompletableFuture's own would wake a thread each time.
    clock = new HashedWheelTimer(Thread.ofPlatform().daemon().name("kith-timeout-", 0).factory());
    timeout = settings.timeout();
    mostPerKey = settings.concurrentPerKey();
    refused =
        Counter.builder("kith.requests.refused")
            .description("Requests refused because too many were there")
            .register(metrics);
    Gauge.builder("kith.requests.waiting", () -> searches.getQueue().size() + loops.waiting())
        .description("Searches and embeddings that wait for a worker or their event loop")
        .register(metrics);
  }

  private static ThreadPoolExecutor pool(
      String name, int core, int max, BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(
        core,
        max,
        IDLE.toSeconds(),
        TimeUnit.SECONDS,
        queue,
        Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /**
   * Does work that computes, while no thread waits for it.
   *
   * @return completes on the thread that did the work, with what it threw where it failed, and with
   *     a {@link ProblemException} where it takes too long
   * @throws ProblemException when there is no place
   */
  <T> CompletableFuture<T> searching(Supplier<T> work) {
    return perKey(() -> start(searches, work));
  }

  /**
   * The same for work on what is in memory. Where such work has lately been short, an event loop
   * does it, and what else arrives there waits meanwhile: to hand it to another thread and back
   * would take about as long, and where all cores are busy each of these threads waits for one.
   *
   * @param purpose what it is for, one of a bounded number; work for the same takes about as long
   */
  <T> CompletableFuture<T> searching(String purpose, Supplier<T> work) {
    Optional<Loops.Loop> loop = usualTimes.isShort(purpose) ? loop() : Optional.empty();
    return loop.isPresent()
        ? perKey(() -> afterThisRound(loop.get(), purpose, work))
        : searching(() -> timed(purpose, work));
  }

  private Optional<Loops.Loop> loop() {
    return isCrowded() ? loops.own(1) : loops.ownOrIdle(placesOfLoop);
  }

  /* Answering is part of what the loop is held up for. */
  private <T> CompletableFuture<T> afterThisRound(
      Loops.Loop loop, String purpose, Supplier<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Runnable timed =
        () -> {
          long start = System.nanoTime();
          complete(outcome, work);
          usualTimes.add(purpose, System.nanoTime() - start);
        };
    loop.afterThisRound(PropagatedContext.wrapCurrent(timed));
    return outcome;
  }

  private <T> T timed(String purpose, Supplier<T> work) {
    long start = System.nanoTime();
    T done = work.get();
    usualTimes.add(purpose, System.nanoTime() - start);
    return done;
  }

  /**
   * Does work that computes, and waits for it.
   *
   * @throws ProblemException when there is no place, or it takes too long
   */
  <T> T search(Supplier<T> work) {
    return join(searching(work));
  }

  /**
   * Does work that mostly waits, for the disk or for its turn at a network.
   *
   * @throws ProblemException when there is no place, or it takes too long
   */
  <T> T write(Supplier<T> work) {
    return join(perKey(() -> start(writes, work)));
  }

  /** The same for work that returns nothing. */
  void write(Runnable work) {
    var _ =
        write(
            () -> {
              work.run();
              return true;
            });
  }

  /**
   * Does the work of one of many lines, which waits for its place: who sends a stream can be kept
   * waiting. As many lines as there are workers are inside at a time, so that others find theirs.
   *
   * @throws io.kith.server.api.ProblemException when there is no place in time, or it takes too
   *     long
   */
  <T> T line(Supplier<T> work) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      if (!lines.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ProblemException(overloaded());
      }
      try {
        return join(place(work, end));
      } finally {
        lines.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemKind.UNAVAILABLE.with("the server stops");
    }
  }

  private <T> CompletableFuture<T> place(Supplier<T> work, long end) throws InterruptedException {
    while (true) {
      try {
        return submit(searches, work);
      } catch (RejectedExecutionException e) {
        if (System.nanoTime() > end) {
          throw new ProblemException(overloaded());
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  /**
   * Why a search would find no place now, whoever sends it; empty where it would. No place is kept
   * for it: it takes one when all of it is there, so that who sends slowly holds none.
   */
  Optional<Problem> refusal() {
    return isFull() ? Optional.of(overloaded()) : Optional.empty();
  }

  /** Why a search of this request's key would be refused now; empty where it would not. */
  Optional<Problem> refusal(HttpRequest<?> request) {
    return mostPerKey > 0
            && Caller.find(request).map(it -> inside.getOrDefault(it.name(), 0)).orElse(0)
                >= mostPerKey
        ? Optional.of(ofThisKey())
        : Optional.empty();
  }

  private boolean isFull() {
    int waiting = searches.getQueue().size();
    // Counting who works takes a lock, so it is done only when nobody may wait.
    boolean full =
        loops.isOwnFull(placesOfLoop)
            || (waiting == places && searches.getActiveCount() == workers);
    if (full) {
      crowdedUntil = System.nanoTime() + CROWDED.toNanos();
    }
    return full || (isCrowded() && (loops.isOwnFull(1) || waiting >= workers));
  }

  private boolean isCrowded() {
    return System.nanoTime() - crowdedUntil < 0;
  }

  /**
   * Counts one more request of the key that makes the present one, until what it returns is run.
   *
   * @throws ProblemException when the key has as many as it may
   */
  Runnable enter() {
    Optional<String> caller =
        ServerRequestContext.currentRequest().flatMap(Caller::find).map(Caller::name);
    if (mostPerKey == 0 || caller.isEmpty()) {
      return () -> {};
    }
    String name = caller.get();
    if (inside.merge(name, 1, Integer::sum) > mostPerKey) {
      leave(name);
      throw new ProblemException(ofThisKey());
    }
    return () -> leave(name);
  }

  private void leave(String name) {
    inside.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
  }

  private Problem ofThisKey() {
    return ProblemKind.TOO_MANY_REQUESTS.problem(
        "this key may have %d requests worked on at the same time; wait for an answer first"
            .formatted(mostPerKey));
  }

  private <T> CompletableFuture<T> perKey(Supplier<CompletableFuture<T>> work) {
    Runnable leave = enter();
    try {
      return work.get().whenComplete((_, _) -> leave.run());
    } catch (ProblemException e) {
      leave.run();
      throw e;
    }
  }

  private <T> CompletableFuture<T> start(ThreadPoolExecutor pool, Supplier<T> work) {
    try {
      return submit(pool, work);
    } catch (RejectedExecutionException e) {
      throw new ProblemException(overloaded());
    }
  }

  private <T> CompletableFuture<T> submit(ThreadPoolExecutor pool, Supplier<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    pool.execute(PropagatedContext.wrapCurrent(() -> complete(outcome, work)));
    // What runs then goes on: an interrupt would break the index.
    Timeout end =
        clock.newTimeout(
            _ -> outcome.completeExceptionally(tooLong()), timeout.toNanos(), TimeUnit.NANOSECONDS);
    return outcome.whenComplete((_, _) -> end.cancel());
  }

  private static <T> void complete(CompletableFuture<T> outcome, Supplier<T> work) {
    if (outcome.isDone()) {
      return; // given up while it waited
    }
    try {
      outcome.complete(work.get());
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private Problem overloaded() {
    refused.increment();
    return ProblemKind.OVERLOADED.problem("too many requests are worked on; try again in a second");
  }

  private ProblemException tooLong() {
    return ProblemKind.OVERLOADED.with(
        "it takes longer than %s; try again when less is going on".formatted(timeout));
  }

  private static <T> T join(CompletableFuture<T> outcome) {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      return raise(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemKind.UNAVAILABLE.with("the server stops");
    }
  }

  private static <T> T raise(@Nullable Throwable cause) {
    throw switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(cause);
    };
  }

  @PreDestroy
  void close() {
    searches.shutdown();
    writes.shutdown();
    var _ = clock.stop();
  }
}
