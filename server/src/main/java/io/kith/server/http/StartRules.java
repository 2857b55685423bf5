package io.kith.server.http;

import io.kith.config.ServingSettings;
import io.micronaut.context.BeanContext;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration.Family;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Refuses to start a server whose settings would open it to others, or cut its answers off. */
@Singleton
final class StartRules implements BeanCreatedEventListener<EmbeddedServer> {

  private static final String EVERYWHERE = "0.0.0.0";

  private final NettyHttpServerConfiguration configuration;
  private final ServingSettings serving;
  private final Guard guard;
  private final BeanContext context;

  StartRules(
      NettyHttpServerConfiguration configuration,
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
    checkAddress("micronaut.server.host", configuration.getHost().orElse(EVERYWHERE));
    List<NettyListenerConfiguration> listeners = configuration.getListeners();
    if (listeners != null) {
      listeners.stream()
          .filter(listener -> listener.getFamily() == Family.TCP)
          .forEach(
              listener ->
                  checkAddress(
                      "micronaut.server.netty.listeners.%s.host".formatted(listener.getName()),
                      Objects.requireNonNullElse(listener.getHost(), EVERYWHERE)));
    }
  }

  private void checkAddress(String setting, String host) {
    if (!guard.isUp() && !isLoopback(host)) {
      throw new ConfigurationException(
          "%s: %s is reached from other machines, and there are no keys; make one with: kith keys create --scope admin, or use 127.0.0.1"
              .formatted(setting, host));
    }
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException("host %s is not known".formatted(host), e);
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
