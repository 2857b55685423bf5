package io.kith.server.http;

import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses tokens that state no end: one that leaks would open the server for good. */
@Singleton
final class TokenExpiry<T> implements GenericJwtClaimsValidator<T> {

  @Override
  public boolean validate(Claims claims, @Nullable T request) {
    return claims.get(Claims.EXPIRATION_TIME) != null;
  }
}
