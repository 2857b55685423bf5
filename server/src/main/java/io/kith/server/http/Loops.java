package io.kith.server.http;

import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The event loops, which do short work between two rounds of their connections. There are as many
 * as cores, so that nothing of it waits for a core that another thread of its kind has.
 * Thread-safe.
 */
@Singleton
final class Loops {

  private final List<Loop> all = new CopyOnWriteArrayList<>();
  private final ThreadLocal<@Nullable Loop> ofThisThread = new ThreadLocal<>();

  /** Makes an event loop known; called on its thread. */
  void enter(EventExecutor thread) {
    if (ofThisThread.get() == null) {
      Loop loop = new Loop(thread);
      ofThisThread.set(loop);
      all.add(loop);
    }
  }

  /**
   * That of this thread, where it has a place; empty on any other thread.
   *
   * @param places pieces of work that a loop may have at a time
   */
  Optional<Loop> own(int places) {
    return Optional.ofNullable(ofThisThread.get()).filter(it -> it.has(places));
  }

  /** The same, or one that has nothing to do where that of this thread has. */
  Optional<Loop> ownOrIdle(int places) {
    return ofThisThread.get() == null
        ? Optional.empty()
        : own(1).or(() -> all.stream().filter(it -> it.has(1)).findFirst()).or(() -> own(places));
  }

  /** Whether this thread is an event loop's that has no place. */
  boolean isOwnFull(int places) {
    Loop own = ofThisThread.get();
    return own != null && !own.has(places);
  }

  /** Pieces of work that wait for those before them. */
  int waiting() {
    return all.stream().mapToInt(it -> Math.max(0, it.work.get() - 1)).sum();
  }

  /** An event loop. Thread-safe. */
  static final class Loop {

    private final EventExecutor thread;
    private final AtomicInteger work = new AtomicInteger();

    private Loop(EventExecutor thread) {
      this.thread = thread;
    }

    private boolean has(int places) {
      return work.get() < places;
    }

    /** Does work once all that has arrived is read. */
    void afterThisRound(Runnable task) {
      work.incrementAndGet();
      thread.execute(
          () -> {
            try {
              task.run();
            } finally {
              work.decrementAndGet();
            }
          });
    }
  }
}
