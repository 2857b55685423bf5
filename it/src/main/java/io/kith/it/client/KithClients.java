package io.kith.it.client;

import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.util.Map;

/** Clients of one server, which share its connections; to be closed. Safe for concurrent use. */
public final class KithClients implements AutoCloseable {

  static final String SERVICE = "kith";

  private final ApplicationContext context;

  /** Clients of the server at an address. */
  public KithClients(URI server) {
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(
                Map.of(
                    "micronaut.http.services." + SERVICE + ".url",
                    server.toString(),
                    // Requests that are cut off while this closes would look for the meters in
                    // vain.
                    "micronaut.metrics.enabled",
                    "false"))
            .start();
  }

  /** A client. */
  public KithClient client() {
    return context.getBean(KithClient.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
