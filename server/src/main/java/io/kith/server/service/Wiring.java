package io.kith.server.service;

import io.kith.config.CalibrationSettings;
import io.kith.config.EmbedderSettings;
import io.kith.config.HomeSettings;
import io.kith.config.IndexSettings;
import io.kith.embedder.Models;
import io.kith.embedder.StageListener;
import io.kith.index.Galleries;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes the entry points of embedder and index from the settings. */
@Factory
final class Wiring {

  @Singleton
  @Bean(preDestroy = "close")
  Galleries galleries(HomeSettings home, IndexSettings settings, CalibrationSettings calibration) {
    return Galleries.open(home.data(), settings, calibration);
  }

  @Singleton
  MeterBinder disk(HomeSettings home) {
    return new DiskSpaceMetrics(home.home().toFile());
  }

  @Singleton
  Models models(HomeSettings home, EmbedderSettings settings, StageListener listener) {
    return new Models(home.models(), settings, listener);
  }
}
