package io.kith.it.bench;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Time that Kith's stages have taken so far, by its own timers. */
final class Stages {

  private static final List<String> NETWORKS = List.of("detect", "landmarks", "embed");

  private final MeterRegistry registry;

  Stages(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Seconds spent inside the three networks, over all threads. */
  double networkSeconds() {
    return NETWORKS.stream().mapToDouble(this::seconds).sum();
  }

  /** Seconds spent in one stage, over all threads and galleries. */
  double seconds(String stage) {
    return registry.find("kith.stage").tag("stage", stage).timers().stream()
        .mapToDouble(timer -> timer.totalTime(TimeUnit.SECONDS))
        .sum();
  }
}
