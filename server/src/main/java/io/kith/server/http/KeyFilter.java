package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.service.KeyRing;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.filters.SecurityFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises Kith's own keys among the bearer tokens that requests carry, and refuses what {@link
 * ScopeRule} does. The framework's own filter would do it too, at far more cost; it is there only
 * when tokens of an identity provider are to be read, and decides on requests without such a key.
 * Thread-safe.
 */
@Order(KeyFilter.BEFORE_TOKENS)
@ServerFilter("/**")
final class KeyFilter {

  static final int BEFORE_TOKENS = 38_900;

  private static final String BEARER = "Bearer ";

  private final KeyRing keys;
  private final ScopeRule rule;
  private final boolean tokens;

  KeyFilter(KeyRing keys, ScopeRule rule, @Nullable SecurityFilter tokens) {
    this.keys = keys;
    this.rule = rule;
    this.tokens = tokens != null;
  }

  @RequestFilter
  @Nullable HttpResponse<Problem> filter(HttpRequest<?> request) {
    Optional<Caller> caller =
        Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
            .filter(it -> it.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .flatMap(it -> keys.recognise(it.substring(BEARER.length())))
            .map(Caller::of);
    if (caller.isEmpty() && tokens) {
      return null;
    }
    return rule.refusal(request, caller.orElse(null))
        .map(problem -> ProblemDocuments.answer(problem, request))
        .orElse(null);
  }
}
