package io.kith.server.http;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import jakarta.inject.Singleton;

/**
 * Refuses to take tokens whose signatures it cannot check: the framework would take unsigned ones
 * then.
 */
@Singleton
final class TokenRule implements BeanCreatedEventListener<EmbeddedServer> {

  private final BeanContext context;
  private final boolean tokens;

  TokenRule(
      BeanContext context, @Property(name = Guard.TOKENS, defaultValue = "false") boolean tokens) {
    this.context = context;
    this.tokens = tokens;
  }

  @Override
  public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
    if (tokens
        && !context.containsBean(SignatureConfiguration.class)
        && !context.containsBean(ReactiveSignatureConfiguration.class)) {
      throw new ConfigurationException(
          "%s: is true, and nothing says how tokens are signed; set micronaut.security.token.jwt.signatures.jwks.NAME.url"
              .formatted(Guard.TOKENS));
    }
    return event.getBean();
  }
}
