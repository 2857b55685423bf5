package io.kith.server.http;

import io.kith.server.api.ProblemKind;
import java.util.regex.Pattern;

/** The header by which a client marks requests that it may send again. */
final class RepeatKey {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern ALLOWED = Pattern.compile("[!-~]{1,255}");

  private RepeatKey() {}

  /** The key, checked. */
  static String checked(String key) {
    if (!ALLOWED.matcher(key).matches()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s: use 1 to 255 visible ASCII characters, such as a random UUID".formatted(HEADER));
    }
    return key;
  }
}
