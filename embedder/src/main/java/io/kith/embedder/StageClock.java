package io.kith.embedder;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up where the time of one call goes. One call's own: not safe for concurrent use. */
final class StageClock {

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private final long start = System.nanoTime();

  /** Runs a stage that is not {@link Stage#PREPARE}, which is all the rest. */
  <T> T time(Stage stage, Supplier<T> work) {
    long before = System.nanoTime();
    T result = work.get();
    nanos.merge(stage, System.nanoTime() - before, Long::sum);
    return result;
  }

  /** As {@link #time}, for work without a result. */
  void run(Stage stage, Runnable work) {
    long before = System.nanoTime();
    work.run();
    nanos.merge(stage, System.nanoTime() - before, Long::sum);
  }

  /** Tells the listener each stage that ran, and the time left over as {@link Stage#PREPARE}. */
  void report(StageListener listener) {
    long measured = nanos.values().stream().mapToLong(Long::longValue).sum();
    nanos.put(Stage.PREPARE, System.nanoTime() - start - measured);
    nanos.forEach((stage, time) -> listener.on(stage, Duration.ofNanos(time)));
  }
}
