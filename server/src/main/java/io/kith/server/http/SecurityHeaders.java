package io.kith.server.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Tells browsers to run nothing but the console's own files, to show it in no frame of others, and
 * to keep no answer.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ServerFilter("/**")
final class SecurityHeaders {

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "font-src 'self'",
          "img-src 'self' blob: data:", // images that the user chose are shown before they are sent
          "media-src 'self' blob:",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(self), microphone=(), geolocation=()");

  @ResponseFilter
  void filter(HttpRequest<?> request, MutableHttpResponse<?> response) {
    add(request.getPath(), request.isSecure(), response::header);
  }

  /**
   * Adds the headers of an answer.
   *
   * @param path of the request
   * @param secure whether it came encrypted
   * @param answer takes names and values
   */
  static void add(String path, boolean secure, BiConsumer<String, String> answer) {
    ALWAYS.forEach(answer);
    if (path.startsWith("/v1/")) {
      answer.accept("Cache-Control", "no-store");
    }
    if (secure) {
      answer.accept("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
