package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses before a body is read what would be refused afterwards: reading it costs more than the
 * refusal, and takes that from those who are let in. Thread-safe.
 */
@Order(EarlyRefusals.AFTER_RATE_LIMIT)
@ServerFilter("/v1/**")
final class EarlyRefusals {

  static final int AFTER_RATE_LIMIT = RateLimit.AFTER_SECURITY + 100;

  private final Admission admission;

  EarlyRefusals(Admission admission) {
    this.admission = admission;
  }

  @RequestFilter
  @Nullable HttpResponse<Problem> filter(HttpRequest<?> request) {
    return refusal(request).map(problem -> ProblemDocuments.answer(problem, request)).orElse(null);
  }

  private Optional<Problem> refusal(HttpRequest<?> request) {
    if (request.getHeaders().contains(HttpHeaders.CONTENT_ENCODING)) {
      return Optional.of(
          ProblemKind.ENCODED_BODY.problem("send the body as it is, without Content-Encoding"));
    }
    return unknownParameter(request)
        .map(
            name ->
                ProblemKind.INVALID_REQUEST.problem(
                    name
                        + ": is no query parameter of this path; leave it out, mend its name, or send it in the body"))
        .or(() -> busy(request));
  }

  private Optional<Problem> busy(HttpRequest<?> request) {
    return Door.isSearch(request.getMethodName(), request.getPath())
        ? admission.refusal(request)
        : Optional.empty();
  }

  /* What nobody reads would seem to have been done. */
  private static Optional<String> unknownParameter(HttpRequest<?> request) {
    if (request.getUri().getRawQuery() == null) {
      return Optional.empty();
    }
    return RouteAttributes.getRouteMatch(request)
        .filter(MethodBasedRouteMatch.class::isInstance)
        .flatMap(
            route -> {
              Set<String> known =
                  Arrays.stream(((MethodBasedRouteMatch<?, ?>) route).getArguments())
                      .filter(it -> it.isAnnotationPresent(QueryValue.class))
                      .map(Argument::getName)
                      .collect(Collectors.toSet());
              return request.getParameters().names().stream()
                  .filter(name -> !known.contains(name))
                  .findFirst();
            });
  }
}
