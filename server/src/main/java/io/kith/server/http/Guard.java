package io.kith.server.http;

import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.service.KeyRing;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Instant;

/**
 * Whether callers need a key, or a token of an identity provider. They do once one key was made or
 * tokens are turned on, and for good: a key that expires or is revoked opens nothing to others.
 * Thread-safe.
 */
@Singleton
final class Guard {

  /** Setting that turns on tokens of an identity provider. */
  static final String TOKENS = "micronaut.security.token.jwt.enabled";

  private final KeyRing keys;
  private final boolean tokens;

  Guard(KeyRing keys, @Property(name = TOKENS, defaultValue = "false") boolean tokens) {
    this.keys = keys;
    this.tokens = tokens;
  }

  boolean takesTokens() {
    return tokens;
  }

  boolean isUp() {
    return tokens || !keys.isEmpty();
  }

  /**
   * Checks while a request goes on that its caller would still be let in.
   *
   * @throws ProblemException when the key was revoked, key or token have expired, or there are keys
   *     by now and the caller has none
   */
  void check(Caller caller) {
    Instant expires = caller.expires();
    if (expires != null && !Instant.now().isBefore(expires)) {
      throw ProblemKind.UNAUTHORIZED.with("the token has expired meanwhile; send a valid one");
    }
    String key = caller.key();
    if (key == null ? caller.equals(Caller.ANYBODY) && isUp() : !keys.isValid(key)) {
      throw ProblemKind.UNAUTHORIZED.with(
          "the key has expired or was revoked meanwhile; send a valid one");
    }
  }
}
