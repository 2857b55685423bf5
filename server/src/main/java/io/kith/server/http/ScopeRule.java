package io.kith.server.http;

import io.kith.server.api.Problem;
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
    if (Caller.find(request).isPresent()) {
      return Publishers.just(SecurityRuleResult.ALLOWED); // KeyFilter has asked
    }
    return refusal(request, authentication == null ? null : Caller.of(authentication))
        .map(ProblemException::new)
        .map(Publishers::<SecurityRuleResult>just)
        .orElseGet(() -> Publishers.just(SecurityRuleResult.ALLOWED));
  }

  /** Why a request is not let in; empty where it is, and then the caller is attached to it. */
  Optional<Problem> refusal(HttpRequest<?> request, @Nullable Caller caller) {
    RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
    if (!guard.isUp()) {
      Caller.ANYBODY.attachTo(request);
      return Optional.empty();
    }
    if (isOpen(request, route)) {
      return Optional.empty();
    }
    if (caller == null) {
      return Optional.of(unauthorized(request));
    }
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

  private static Problem unauthorized(HttpRequest<?> request) {
    return ProblemKind.UNAUTHORIZED.problem(
        request.getHeaders().contains(HttpHeaders.AUTHORIZATION)
            ? "the key is wrong, has expired or was revoked; send a valid one"
            : "send a key: Authorization: Bearer KEY");
  }

  private static Optional<Problem> refusal(
      Caller caller, HttpRequest<?> request, RouteMatch<?> route) {
    if (request.getPath().equals(METRICS)) {
      return Stream.of(Scope.values()).anyMatch(caller::mayEverywhere)
          ? Optional.empty()
          : lacks("a scope for all galleries");
    }
    AnnotationMetadata needed = route.getAnnotationMetadata();
    Scope[] scopes = needed.enumValues(NeedsScope.class, Scope.class);
    if (route.getVariableValues().get("gallery") instanceof CharSequence gallery) {
      String name = gallery.toString();
      return Stream.of(scopes).anyMatch(scope -> caller.may(scope, name))
          ? Optional.empty()
          : lacks("scope %s for this gallery".formatted(words(scopes)));
    }
    if (needed.booleanValue(NeedsScope.class, "someGallery").orElse(false)) {
      return Stream.of(scopes).anyMatch(caller::maySomewhere)
          ? Optional.empty()
          : lacks("scope " + words(scopes));
    }
    return Stream.of(scopes).anyMatch(caller::mayEverywhere)
        ? Optional.empty()
        : lacks("scope %s for all galleries".formatted(words(scopes)));
  }

  private static String words(Scope[] scopes) {
    return Stream.of(scopes).map(Scope::word).collect(Collectors.joining(" or "));
  }

  private static Optional<Problem> lacks(String needed) {
    return Optional.of(ProblemKind.MISSING_SCOPE.problem("the key lacks " + needed));
  }
}
