package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page of another site makes through the user's browser.
 *
 * <p>A server on loopback is out of reach for other machines, but not for the pages that a browser
 * on this machine shows: they can send forms to it, and, by pointing a name of their own at
 * 127.0.0.1, read its answers. So the {@code Host} must be a loopback name, and an {@code Origin}
 * must be this server. Once there are keys this is not needed: no such page has one, and a browser
 * adds none by itself, as it would add a cookie.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
@ServerFilter("/**")
final class SameOriginFilter {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Guard guard;
  private volatile String lastAllowed = "localhost"; // it hardly ever changes

  SameOriginFilter(Guard guard) {
    this.guard = guard;
  }

  @RequestFilter
  @Nullable HttpResponse<Problem> filter(HttpRequest<?> request) {
    if (guard.isUp()) {
      return null;
    }
    String host = request.getHeaders().get(HttpHeaders.HOST);
    if (host != null && !host.equals(lastAllowed)) {
      if (!LOOPBACK.contains(name(host))) {
        return refusal(
            request,
            "Host: use localhost or 127.0.0.1; this server answers to other names when it has a key: kith keys create");
      }
      lastAllowed = host;
    }
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin != null && !origin.equals((request.isSecure() ? "https://" : "http://") + host)) {
      return refusal(request, "Origin: pages of other sites may not use this server");
    }
    return null;
  }

  private static HttpResponse<Problem> refusal(HttpRequest<?> request, String detail) {
    return ProblemDocuments.answer(ProblemKind.FORBIDDEN.problem(detail), request);
  }

  private static String name(String host) {
    try {
      String name = URI.create("http://" + host).getHost();
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
