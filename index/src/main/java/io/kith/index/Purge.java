package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.IndexException.Problem;
import io.kith.index.calibration.Progress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erasure: removes the bytes of what was deleted or replaced from every file, now and then in the
 * background or when asked. Safe for concurrent use.
 *
 * <p>Deleting hides a template from searches at once and overwrites its row in the store. What it
 * leaves are segments of the index that mark it as deleted, rows that SQLite moved between pages,
 * and the store's log; a purge rewrites them. Blocks that the file system has freed are beyond it.
 */
final class Purge implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Purge.class);

  /* A purge that failed is tried again soon. */
  private static final long CHECK_MINUTES = 10;

  private static final long NEVER = -1;

  private final EmbeddingStore store;
  private final Supplier<List<Gallery>> galleries;
  private final IndexSettings settings;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-purge").factory());

  /* Deletions that were noted when the store was last written anew, since the last whole purge; of the one thread. */
  private long rewritten = NEVER;

  Purge(
      EmbeddingStore store,
      Supplier<List<Gallery>> galleries,
      IndexSettings settings,
      InstantSource clock) {
    this.store = store;
    this.galleries = galleries;
    this.settings = settings;
    this.clock = clock;
  }

  void start() {
    if (settings.purgeInterval().isPositive()) {
      var _ =
          thread.scheduleWithFixedDelay(
              this::check, CHECK_MINUTES, CHECK_MINUTES, TimeUnit.MINUTES);
    }
  }

  private void check() {
    Background.attempt(
        "what was deleted was not purged",
        () -> {
          if (due()) {
            purge(Progress.NONE, new AtomicBoolean());
            log.info("what was deleted was purged");
          }
        });
  }

  /** Whether something was deleted since the last purge, and that was an interval ago. */
  boolean due() {
    Instant now = clock.instant();
    Instant latest = now.minus(settings.purgeInterval());
    return store.read(handle -> new ErasureTable(handle).due(latest, now));
  }

  /**
   * Purges everything that was deleted before this call. Searches go on; changes wait while the
   * store is rewritten, seconds a gigabyte.
   *
   * @throws IndexException when a file cannot be rewritten, or a gallery is being rebuilt; nothing
   *     is lost then, and all else is purged
   * @throws CancellationException when the thread is interrupted; the next purge does the rest
   */
  PurgeReport run(Progress progress) {
    AtomicBoolean stopped = new AtomicBoolean();
    Future<PurgeReport> running = thread.submit(() -> purge(progress, stopped));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException _) {
          interrupted = true;
          stopped.set(true);
        } catch (ExecutionException e) {
          throw e.getCause() instanceof CancellationException stop ? stop : StorageFault.of(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /* In a thread that nobody interrupts, since that would break an index in the middle of its commit. */
  private PurgeReport purge(Progress progress, AtomicBoolean stopped) {
    List<Gallery> all = galleries.get();
    int steps = all.size() + 1;
    long before = store.bytes();
    long noted = pending();
    List<IndexException> faults = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      progress.at(i, steps);
      check(stopped);
      purge(all.get(i)).ifPresent(faults::add);
    }
    progress.at(all.size(), steps);
    check(stopped);
    rewriteStore();
    if (!faults.isEmpty()) {
      throw together(faults);
    }
    rewritten = NEVER;
    store.write(
        Follower.NONE,
        handle -> {
          new ErasureTable(handle).end(noted, clock.instant());
          return true;
        });
    progress.at(steps, steps);
    return new PurgeReport(all.size(), before, store.bytes());
  }

  /* One that is being rebuilt, or cannot be opened, keeps nobody else's data from being erased. */
  private static Optional<IndexException> purge(Gallery gallery) {
    try {
      gallery.inbox().expire();
      gallery.upkeep().expunge();
      return Optional.empty();
    } catch (IndexException e) {
      return e.problem() == Problem.GONE
          ? Optional.empty()
          : Optional.of(
              new IndexException(
                  e.problem(),
                  "gallery %s was not purged, and is at the next purge: %s"
                      .formatted(gallery.name(), e.getMessage()),
                  e));
    }
  }

  /* One that is for the log is told as that, so that all get there. */
  private static IndexException together(List<IndexException> faults) {
    IndexException first =
        faults.stream()
            .filter(it -> it.problem() == Problem.FAILED)
            .findFirst()
            .orElse(faults.getFirst());
    IndexException all =
        new IndexException(
            first.problem(),
            faults.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
            first.getCause());
    faults.stream().filter(it -> it != first).forEach(all::addSuppressed);
    return all;
  }

  /* While a gallery cannot be purged for hours, the store is written anew only for new deletions. */
  private void rewriteStore() {
    long pending = pending();
    if (pending != rewritten) {
      store.rewrite();
      rewritten = pending;
    }
  }

  private long pending() {
    return store.read(handle -> new ErasureTable(handle).pending());
  }

  private static void check(AtomicBoolean stopped) {
    if (stopped.get()) {
      throw new CancellationException("the purge was stopped; the next does the rest");
    }
  }

  /** Ends the purges; one that runs is waited for. */
  @Override
  public void close() {
    thread.close();
  }
}
