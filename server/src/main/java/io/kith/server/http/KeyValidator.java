package io.kith.server.http;

import io.kith.server.service.KeyRing;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Recognises Kith's own keys among the bearer tokens that requests carry. */
@Singleton
final class KeyValidator implements TokenValidator<HttpRequest<?>> {

  private final KeyRing keys;

  KeyValidator(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
    return keys.recognise(token)
        .map(Caller::authentication)
        .map(Publishers::just)
        .orElseGet(Publishers::empty);
  }
}
