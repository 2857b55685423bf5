package io.kith.server.http;

import io.kith.server.service.GalleryMetrics;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Brings the galleries' metrics up to date when they are asked for. */
@Order(RateLimit.AFTER_SECURITY)
@ServerFilter("/prometheus")
final class MetricsFilter {

  private final GalleryMetrics metrics;

  MetricsFilter(GalleryMetrics metrics) {
    this.metrics = metrics;
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void filter() {
    metrics.refresh();
  }
}
