package io.kith.server.http;

import io.micronaut.http.HttpRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Id by which what was said about a request is found in answers and logs: the trace id of the
 * caller's {@code traceparent} (W3C Trace Context), else a new one; 32 hexadecimal digits.
 */
final class Trace {

  /** Header that a caller's trace comes in. */
  static final String HEADER = "traceparent";

  private static final String ATTRIBUTE = "kith.trace";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private Trace() {}

  /** Id of a request; the same however often it is asked for. */
  static String of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, String.class)
        .orElseGet(
            () -> {
              String id = of(request.getHeaders().get(HEADER));
              request.setAttribute(ATTRIBUTE, id);
              return id;
            });
  }

  /** Id for a request with this header; another each time where there is none. */
  static String of(@Nullable String traceparent) {
    if (traceparent != null) {
      Matcher given = TRACEPARENT.matcher(traceparent);
      if (given.matches()) {
        return given.group(1);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current(); // names only, no secret
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
