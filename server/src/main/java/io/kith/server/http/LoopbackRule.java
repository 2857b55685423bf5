package io.kith.server.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Refuses to serve on an address that other machines reach: Kith has no keys yet, so anybody there
 * could do anything.
 */
@Singleton
final class LoopbackRule implements BeanCreatedEventListener<EmbeddedServer> {

  private final HttpServerConfiguration configuration;

  LoopbackRule(HttpServerConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
    String host = configuration.getHost().orElse("0.0.0.0");
    if (!isLoopback(host)) {
      throw new ConfigurationException(
          "micronaut.server.host: %s is reached from other machines, and no keys are configured; use 127.0.0.1, or localhost"
              .formatted(host));
    }
    return event.getBean();
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException("micronaut.server.host: " + host + " is not known", e);
    }
  }
}
