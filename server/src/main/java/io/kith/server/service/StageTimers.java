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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A timer per stage of the way from image to answer: metric {@code kith.stage}, tags {@code stage}
 * and {@code gallery}, which is empty for the stages that know of none. Thread-safe.
 */
@Singleton
final class StageTimers implements StageListener {

  private static final String METRIC = "kith.stage";

  /* Few, since there are as many series for each gallery. */
  private static final Duration[] BUCKETS =
      Stream.of(0.2, 0.5, 1., 2., 5., 10., 20., 50., 100., 200., 500., 1e3, 2e3, 5e3, 1e4)
          .map(millis -> Duration.ofNanos(Math.round(millis * 1e6)))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<Stage, Timer> embedding = new EnumMap<>(Stage.class);
  private final ConcurrentMap<String, OfGallery> galleries = new ConcurrentHashMap<>();

  StageTimers(MeterRegistry registry) {
    this.registry = registry;
    Arrays.stream(Stage.values())
        .forEach(stage -> embedding.put(stage, timer(stage.name().toLowerCase(Locale.ROOT), "")));
  }

  private record OfGallery(Timer store, Timer search) {}

  private OfGallery of(String gallery) {
    return galleries.computeIfAbsent(
        gallery, name -> new OfGallery(timer("store", name), timer("search", name)));
  }

  @Override
  public void on(Stage stage, Duration time) {
    Timer timer = embedding.get(stage);
    if (timer != null) {
      timer.record(time);
    }
  }

  /** Times a change of a gallery: from its hand-over until it is durable and searchable. */
  <T> T store(String gallery, Supplier<T> change) {
    return time(of(gallery).store(), change);
  }

  /** Times a search in a gallery. */
  <T> T search(String gallery, Supplier<T> search) {
    return time(of(gallery).search(), search);
  }

  private static <T> T time(Timer timer, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      timer.record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Forgets all galleries but these. */
  void retain(Set<String> there) {
    galleries.keySet().retainAll(there);
  }

  private Timer timer(String stage, String gallery) {
    return Timer.builder(METRIC)
        .description("Time of one stage of the way from image to answer")
        .tag("stage", stage)
        .tag("gallery", gallery)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
