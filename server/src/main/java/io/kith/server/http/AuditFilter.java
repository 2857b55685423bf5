package io.kith.server.http;

import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.http.AuditEntry.Decision;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.UriRouteInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes each request to the API in the {@link AuditLog}, refused ones too. */
@Order(AuditFilter.BEFORE_SECURITY)
@ServerFilter("/v1/**")
@Requires(beans = AuditLog.class)
final class AuditFilter {

  static final int BEFORE_SECURITY = 10_000;

  private static final String CLAIMED = "kith.claimed";

  private final AuditLog log;

  AuditFilter(AuditLog log) {
    this.log = log;
  }

  @ResponseFilter
  void filter(HttpRequest<?> request, HttpResponse<?> response) {
    log.write(entry(request, claimed(request), null, response.code(), decisions(response.body())));
  }

  /** Has the log name the identity that a request claims elsewhere than in its path. */
  static void claims(HttpRequest<?> request, @Nullable String identity) {
    if (identity != null) {
      request.setAttribute(CLAIMED, identity);
    }
  }

  private static @Nullable String claimed(HttpRequest<?> request) {
    return request.getAttribute(CLAIMED, String.class).orElse(null);
  }

  /**
   * What is noted of a request.
   *
   * @param identity where the path has none
   * @param line of the request that it is about; null when about the whole
   */
  static AuditEntry entry(
      HttpRequest<?> request,
      @Nullable String identity,
      @Nullable Long line,
      int status,
      List<Decision> decisions) {
    Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
    Map<String, Object> variables = route.map(RouteMatch::getVariableValues).orElse(Map.of());
    String inPath = text(variables.get("identity"));
    return new AuditEntry(
        Instant.now(),
        Trace.of(request),
        Caller.find(request).map(Caller::name).orElse("nobody"),
        request.getMethodName(),
        route.map(AuditFilter::template).orElse(null),
        text(variables.get("gallery")),
        inPath == null ? identity : inPath,
        line,
        status,
        decisions);
  }

  private static @Nullable String template(RouteMatch<?> route) {
    return route.getRouteInfo() instanceof UriRouteInfo<?, ?> uri
        ? uri.getUriMatchTemplate().toPathString()
        : null;
  }

  private static @Nullable String text(@Nullable Object variable) {
    return variable == null ? null : variable.toString();
  }

  /** What an answer decided. */
  static List<Decision> decisions(@Nullable Object body) {
    return switch (body) {
      case IdentifyAnswer answer ->
          answer.results().stream()
              .map(it -> new Decision(it.decision(), it.identity(), it.cosine(), it.threshold()))
              .toList();
      case VerifyAnswer answer ->
          List.of(
              new Decision(
                  answer.match() ? "match" : "no match",
                  null,
                  answer.cosine(),
                  answer.threshold()));
      case null, default -> List.of();
    };
  }
}
