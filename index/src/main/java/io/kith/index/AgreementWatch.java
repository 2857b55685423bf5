package io.kith.index;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches in the background that searches keep finding what measuring all templates finds, and says
 * when an index should be built anew. A scan of codes states its misses beforehand; a graph loses
 * some when much is deleted and added, and nobody would notice.
 */
final class AgreementWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AgreementWatch.class);

  private static final long CHECK_MINUTES = 10;
  private static final double CHANGED = .05;

  private final Supplier<List<Gallery>> galleries;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-agreement").factory());

  AgreementWatch(Supplier<List<Gallery>> galleries) {
    this.galleries = galleries;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> galleries.get().forEach(AgreementWatch::check),
            CHECK_MINUTES,
            CHECK_MINUTES,
            TimeUnit.MINUTES);
  }

  private static void check(Gallery gallery) {
    Background.attempt(
        "gallery %s: agreement was not measured".formatted(gallery.name()),
        () -> {
          if (due(gallery)) {
            measure(gallery);
          }
        });
  }

  private static void measure(Gallery gallery) {
    Agreement found = gallery.upkeep().measureAgreement();
    if (found.asksForRebuild()) {
      log.warn(
          "gallery {}: {} of {} searches find what measuring all templates finds; rebuild its index",
          gallery.name(),
          found.right(),
          found.searches());
    }
  }

  /** Whether the index is another one, or has changed by much, since it was measured. */
  static boolean due(Gallery gallery) {
    return gallery
        .upkeep()
        .agreement()
        .map(
            last ->
                last.generation() != gallery.generation()
                    || gallery.changedTemplates(last.sequence())
                        > CHANGED * gallery.projection().templates())
        .orElse(true);
  }

  @Override
  public void close() {
    thread.close(); // one that runs is waited for: an interrupt would break its index
  }
}
