package io.kith.server.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

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

  @ResponseFilter
  void filter(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "no-referrer");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (request.getPath().startsWith("/v1/")) {
      response.header("Cache-Control", "no-store");
    }
    if (request.isSecure()) {
      response.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
