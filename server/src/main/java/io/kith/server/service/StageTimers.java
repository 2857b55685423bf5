package io.kith.server.service;

import io.kith.embedder.Stage;
import io.kith.embedder.StageListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A timer per stage of the way from image to answer: metric {@code kith.stage}, tag {@code stage}.
 * Thread-safe.
 */
@Singleton
final class StageTimers implements StageListener {

  private static final String METRIC = "kith.stage";

  private final Map<Stage, Timer> embedding = new EnumMap<>(Stage.class);
  private final Timer store;
  private final Timer search;

  StageTimers(MeterRegistry registry) {
    Arrays.stream(Stage.values())
        .forEach(
            stage -> embedding.put(stage, timer(registry, stage.name().toLowerCase(Locale.ROOT))));
    store = timer(registry, "store");
    search = timer(registry, "search");
  }

  @Override
  public void on(Stage stage, Duration time) {
    Timer timer = embedding.get(stage);
    if (timer != null) {
      timer.record(time);
    }
  }

  /** Times a change: from its hand-over until it is durable and searchable. */
  <T> T store(Supplier<T> change) {
    return time(store, change);
  }

  /** Times a search. */
  <T> T search(Supplier<T> search) {
    return time(this.search, search);
  }

  private static <T> T time(Timer timer, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      timer.record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static Timer timer(MeterRegistry registry, String stage) {
    return Timer.builder(METRIC)
        .description("Time of one stage of the way from image to answer")
        .tag("stage", stage)
        .publishPercentileHistogram()
        .register(registry);
  }
}
