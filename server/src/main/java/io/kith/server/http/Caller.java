package io.kith.server.http;

import io.kith.index.StoredKey;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.Claims;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, and what they may do. A right is a role of the text {@code kith:SCOPE} for
 * all galleries, or {@code kith:SCOPE:GALLERY} for one. Immutable.
 *
 * @param name of the key ({@code key 0123456789ab}), or of who shows a token ({@code subject SUB})
 * @param roles what they may do; roles of other forms mean nothing here
 * @param key id of the key; null for others
 * @param expires when the token does; null for others
 */
record Caller(
    String name, Collection<String> roles, @Nullable String key, @Nullable Instant expires) {

  private static final String ATTRIBUTE = "kith.caller";

  /** Everybody, while there are no keys: may do everything. */
  static final Caller ANYBODY = new Caller("anybody", Set.of(role(Scope.ADMIN)), null, null);

  static Caller of(Authentication authentication) {
    return new Caller(
        "subject " + authentication.getName(),
        authentication.getRoles(),
        null,
        authentication.getAttributes().get(Claims.EXPIRATION_TIME) instanceof Date date
            ? date.toInstant()
            : null);
  }

  /** The caller of a request that {@link ScopeRule} let in. */
  static Caller of(HttpRequest<?> request) {
    return find(request).orElseThrow(() -> new IllegalStateException("nobody was let in"));
  }

  /** The caller of a request; empty when nobody was recognised. */
  static Optional<Caller> find(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Caller.class);
  }

  void attachTo(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Who makes a request with a key. */
  static Caller of(StoredKey key) {
    Set<String> roles =
        key.scopes().stream()
            .map(scope -> "kith:" + scope)
            .flatMap(
                role ->
                    key.galleries().isEmpty()
                        ? Stream.of(role)
                        : key.galleries().stream().map(gallery -> role + ":" + gallery))
            .collect(Collectors.toSet());
    return new Caller("key " + key.id(), roles, key.id(), null);
  }

  /** Whether they may do this in a gallery; says nothing about whether there is one. */
  boolean may(Scope scope, String gallery) {
    return mayEverywhere(scope)
        || roles.contains(role(scope) + ":" + gallery)
        || roles.contains(role(Scope.ADMIN) + ":" + gallery);
  }

  /** Whether they may do this in all galleries. */
  boolean mayEverywhere(Scope scope) {
    return roles.contains(role(scope)) || roles.contains(role(Scope.ADMIN));
  }

  /** Whether they may do this in some gallery. */
  boolean maySomewhere(Scope scope) {
    return mayEverywhere(scope)
        || roles.stream()
            .anyMatch(
                it -> it.startsWith(role(scope) + ":") || it.startsWith(role(Scope.ADMIN) + ":"));
  }

  /** Whether they may do anything in a gallery. */
  boolean sees(String gallery) {
    return Stream.of(Scope.values()).anyMatch(scope -> may(scope, gallery));
  }

  /**
   * Refuses a caller who may not do this in a gallery that the request names elsewhere than in its
   * path.
   */
  void require(Scope scope, String gallery) {
    if (!may(scope, gallery)) {
      throw ProblemKind.MISSING_SCOPE.with(
          "the key lacks scope %s for gallery %s".formatted(scope.word(), gallery));
    }
  }

  private static String role(Scope scope) {
    return "kith:" + scope.word();
  }
}
