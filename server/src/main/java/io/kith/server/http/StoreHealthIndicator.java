package io.kith.server.http;

import io.kith.index.Galleries;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health of store and index: down when the store cannot be read. */
@Singleton
final class StoreHealthIndicator implements HealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(StoreHealthIndicator.class);

  private final Galleries galleries;

  StoreHealthIndicator(Galleries galleries) {
    this.galleries = galleries;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(result());
  }

  private HealthResult result() {
    HealthResult.Builder health = HealthResult.builder("store");
    try {
      // Nothing more: it answers without a key, and how often people are enrolled is nobody's
      // business.
      var _ = galleries.sequence();
      return health.status(HealthStatus.UP).build();
    } catch (RuntimeException e) {
      log.warn("the store cannot be read", e);
      return health.status(HealthStatus.DOWN).build();
    }
  }
}
