package io.kith.server.http;

import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Lets a request in when its key has the scope that the route needs ({@link NeedsScope}). Nothing
 * answers without a key, once there are keys, but health and the files of the console and of the
 * API's page, which hold no data. Thread-safe.
 */
@Singleton
final class ScopeRule implements SecurityRule<HttpRequest<?>> {

  private static final Set<String> HEALTH =
      Set.of("/health", "/health/liveness", "/health/readiness");
  private static final Pattern CONSOLE =
      Pattern.compile("/|/(console|api)/(?!.*\\.\\.)[A-Za-z0-9._/-]*");
  private static final String METRICS = "/prometheus";

  private final Guard guard;

  ScopeRule(Guard guard) {
    this.guard = guard;
  }

  /** Before any other rule, and it decides always: so none of the others has a say. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Publisher<SecurityRuleResult> check(
      @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
    if (request == null) {
      return Publishers.just(SecurityRuleResult.REJECTED);
    }
    return refusal(request, authentication)
        .map(Publishers::<SecurityRuleResult>just)
        .orElseGet(() -> Publishers.just(SecurityRuleResult.ALLOWED));
  }

  private Optional<ProblemException> refusal(
      HttpRequest<?> request, @Nullable Authentication authentication) {
    RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
    if (!guard.isUp()) {
      Caller.ANYBODY.attachTo(request);
      return Optional.empty();
    }
    if (isOpen(request, route)) {
      return Optional.empty();
    }
    if (authentication == null) {
      return Optional.of(unauthorized(request));
    }
    Caller caller = Caller.of(authentication);
    caller.attachTo(request);
    return route == null ? Optional.empty() : refusal(caller, request, route);
  }

  /* A route of the API is never open, whatever its path is. */
  private static boolean isOpen(HttpRequest<?> request, @Nullable RouteMatch<?> route) {
    if (route != null && route.getAnnotationMetadata().hasAnnotation(NeedsScope.class)) {
      return false;
    }
    String path = request.getPath();
    return HEALTH.contains(path) || CONSOLE.matcher(path).matches();
  }

  private static ProblemException unauthorized(HttpRequest<?> request) {
    return ProblemKind.UNAUTHORIZED.with(
        request.getHeaders().contains(HttpHeaders.AUTHORIZATION)
            ? "the key is wrong, has expired or was revoked; send a valid one"
            : "send a key: Authorization: Bearer KEY");
  }

  private static Optional<ProblemException> refusal(
      Caller caller, HttpRequest<?> request, RouteMatch<?> route) {
    if (request.getPath().equals(METRICS)) {
      return unless(
          Stream.of(Scope.values()).anyMatch(caller::mayEverywhere), "a scope for all galleries");
    }
    AnnotationMetadata needed = route.getAnnotationMetadata();
    Scope[] scopes = needed.enumValues(NeedsScope.class, Scope.class);
    String words = Stream.of(scopes).map(Scope::word).collect(Collectors.joining(" or "));
    if (route.getVariableValues().get("gallery") instanceof CharSequence gallery) {
      String name = gallery.toString();
      return unless(
          Stream.of(scopes).anyMatch(scope -> caller.may(scope, name)),
          "scope %s for this gallery".formatted(words));
    }
    return needed.booleanValue(NeedsScope.class, "someGallery").orElse(false)
        ? unless(Stream.of(scopes).anyMatch(caller::maySomewhere), "scope " + words)
        : unless(
            Stream.of(scopes).anyMatch(caller::mayEverywhere),
            "scope %s for all galleries".formatted(words));
  }

  private static Optional<ProblemException> unless(boolean allowed, String needed) {
    return allowed
        ? Optional.empty()
        : Optional.of(ProblemKind.MISSING_SCOPE.with("the key lacks " + needed));
  }
}
