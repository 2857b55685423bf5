package io.kith.server.http;

import io.kith.index.Galleries;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Health of store and index: down when the store cannot be read, or takes too long. */
@Singleton
final class StoreHealthIndicator implements HealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(StoreHealthIndicator.class);

  /* Long before those give up who ask, and before a disk that stalls fails. */
  private static final int SECONDS = 2;

  private final Galleries galleries;
  private final ExecutorService blocking;

  StoreHealthIndicator(
      Galleries galleries, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.galleries = galleries;
    this.blocking = blocking;
  }

  // Nothing more: it answers without a key, and how often people are enrolled is nobody's
  // business.
  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromFuture(
        () ->
            CompletableFuture.supplyAsync(galleries::sequence, blocking)
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .handle((_, failure) -> result(failure)));
  }

  private static HealthResult result(@Nullable Throwable failure) {
    if (failure != null) {
      log.warn("the store cannot be read", failure);
    }
    return HealthResult.builder("store", failure == null ? HealthStatus.UP : HealthStatus.DOWN)
        .build();
  }
}
