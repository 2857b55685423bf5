package io.kith.server.http;

import io.kith.config.ServingSettings;
import io.micronaut.context.BeanContext;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** Refuses to start a server whose settings would open it to others, or cut its answers off. */
@Singleton
final class StartRules implements BeanCreatedEventListener<EmbeddedServer> {

  private final HttpServerConfiguration configuration;
  private final ServingSettings serving;
  private final Guard guard;
  private final BeanContext context;

  StartRules(
      HttpServerConfiguration configuration,
      ServingSettings serving,
      Guard guard,
      BeanContext context) {
    this.configuration = configuration;
    this.serving = serving;
    this.guard = guard;
    this.context = context;
  }

  @Override
  public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
    checkAddress();
    checkTokens();
    checkTimeout();
    return event.getBean();
  }

  /* While there are no keys, anybody who reaches it could do anything. */
  private void checkAddress() {
    String host = configuration.getHost().orElse("0.0.0.0");
    if (!guard.isUp() && !isLoopback(host)) {
      throw new ConfigurationException(
          "micronaut.server.host: %s is reached from other machines, and there are no keys; make one with: kith keys create --scope admin, or use 127.0.0.1"
              .formatted(host));
    }
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException("micronaut.server.host: " + host + " is not known", e);
    }
  }

  /* The framework would take unsigned tokens. */
  private void checkTokens() {
    if (guard.takesTokens()
        && !context.containsBean(SignatureConfiguration.class)
        && !context.containsBean(ReactiveSignatureConfiguration.class)) {
      throw new ConfigurationException(
          "%s: is true, and nothing says how tokens are signed; set micronaut.security.token.jwt.signatures.jwks.NAME.url"
              .formatted(Guard.TOKENS));
    }
  }

  /* The connection would be closed before the client is told. */
  private void checkTimeout() {
    Duration idle = configuration.getIdleTimeout();
    if (idle != null && idle.isPositive() && serving.timeout().compareTo(idle) >= 0) {
      throw new ConfigurationException(
          "kith.serving.timeout: %s is not less than micronaut.server.idle-timeout, %s; no client would hear of it"
              .formatted(serving.timeout(), idle));
    }
  }
}
