package io.kith.server.http;

import io.kith.server.api.BulkResult;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolAnswer.EnrolledTemplate;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentityView;
import io.kith.server.api.JobView;
import io.kith.server.api.NewKey;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes each request to the API that {@link Door} lets in in the {@link AuditLog}. */
@Order(AuditFilter.BEFORE_SECURITY)
@ServerFilter("/v1/**")
@Requires(beans = AuditLog.class)
final class AuditFilter {

  static final int BEFORE_SECURITY = 10_000;

  private static final String NAMED = "kith.named";

  /* What is named before anybody has looked whether these are ids at all. */
  private static final int MAX_CHARACTERS = 256;
  private static final int MAX_IDS = 1_000;

  private final AuditLog log;

  AuditFilter(AuditLog log) {
    this.log = log;
  }

  @ResponseFilter
  void filter(HttpRequest<?> request, HttpResponse<?> response) {
    log.write(entry(request, response.body(), null, response.code()));
  }

  /**
   * Has the log name what a request is about that its path does not name.
   *
   * @param what what it is, in a word
   * @param ids its id, or a list of theirs; null when there is none
   */
  static void names(HttpRequest<?> request, String what, @Nullable Object ids) {
    if (ids != null) {
      Map<String, Object> all = new LinkedHashMap<>(named(request));
      all.put(what, bounded(ids));
      request.setAttribute(NAMED, new Named(all));
    }
  }

  private static Object bounded(Object ids) {
    return switch (ids) {
      case List<?> list -> list.stream().limit(MAX_IDS).map(AuditFilter::bounded).toList();
      case String id when id.length() > MAX_CHARACTERS -> id.substring(0, MAX_CHARACTERS) + "…";
      default -> ids;
    };
  }

  private record Named(Map<String, Object> ids) {}

  private static Map<String, Object> named(HttpRequest<?> request) {
    return request.getAttribute(NAMED, Named.class).map(Named::ids).orElse(Map.of());
  }

  /**
   * What is noted of a request.
   *
   * @param answer to it, or to the line
   * @param line of the request that it is about; null when about the whole
   */
  static AuditEntry entry(
      HttpRequest<?> request, @Nullable Object answer, @Nullable Long line, int status) {
    Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
    Map<String, Object> about = new LinkedHashMap<>(named(request));
    about.putAll(shown(answer));
    about.putAll(route.map(RouteMatch::getVariableValues).orElse(Map.of()));
    return new AuditEntry(
        Instant.now(),
        Trace.of(request),
        Caller.find(request).map(Caller::name).orElse("nobody"),
        request.getMethodName(),
        route.map(AuditFilter::template).orElse(null),
        about,
        line,
        status,
        decisions(answer));
  }

  private static @Nullable String template(RouteMatch<?> route) {
    return route.getRouteInfo() instanceof UriRouteInfo<?, ?> uri
        ? uri.getUriMatchTemplate().toPathString()
        : null;
  }

  /* What an answer made is not in the path. */
  private static Map<String, Object> shown(@Nullable Object answer) {
    return switch (answer) {
      case IdentityView identity -> Map.of("identity", identity.id());
      case NewKey made -> Map.of("key", made.key().id());
      case JobView job -> Map.of("job", job.id());
      case CalibrationView made -> Map.of("calibration", made.calibration().id());
      case EnrolAnswer enrolled ->
          Map.of("templates", enrolled.templates().stream().map(EnrolledTemplate::id).toList());
      case BulkResult line -> shown(line);
      case null, default -> Map.of();
    };
  }

  private static Map<String, Object> shown(BulkResult line) {
    Map<String, Object> ids = new LinkedHashMap<>();
    if (line.identity() != null) {
      ids.put("identity", line.identity());
    }
    if (line.template() != null) {
      ids.put("template", line.template());
    }
    return ids;
  }

  /** What an answer decided. */
  private static List<Decision> decisions(@Nullable Object answer) {
    return switch (answer) {
      case IdentifyAnswer identified ->
          identified.results().stream()
              .map(it -> new Decision(it.decision(), it.identity(), it.cosine(), it.threshold()))
              .toList();
      case VerifyAnswer verified ->
          List.of(
              new Decision(
                  verified.match() ? "match" : "no match",
                  null,
                  verified.cosine(),
                  verified.threshold()));
      case null, default -> List.of();
    };
  }
}
