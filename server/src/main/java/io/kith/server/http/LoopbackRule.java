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
 * Refuses to serve on an address that other machines reach while there are no keys: anybody there
 * could do anything.
 */
@Singleton
final class LoopbackRule implements BeanCreatedEventListener<EmbeddedServer> {

  private final HttpServerConfiguration configuration;
  private final Guard guard;

  LoopbackRule(HttpServerConfiguration configuration, Guard guard) {
    this.configuration = configuration;
    this.guard = guard;
  }

  @Override
  public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
    String host = configuration.getHost().orElse("0.0.0.0");
    if (!guard.isUp() && !isLoopback(host)) {
      throw new ConfigurationException(
          "micronaut.server.host: %s is reached from other machines, and there are no keys; make one with: kith keys create --scope admin, or use 127.0.0.1"
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
