package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses paths that end with a slash, which the framework would take for those without: what a
 * client makes of {@code /v1/galleries/g/identities/..} would delete the gallery.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
@ServerFilter("/v1/**")
final class PathFilter {

  @RequestFilter
  @Nullable HttpResponse<Problem> filter(HttpRequest<?> request) {
    return request.getPath().endsWith("/")
        ? ProblemDocuments.answer(
            ProblemKind.INVALID_REQUEST.problem("path: ends with a slash; leave that out"), request)
        : null;
  }
}
