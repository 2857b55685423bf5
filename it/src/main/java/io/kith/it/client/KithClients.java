package io.kith.it.client;

import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients of one server, which share its connections; to be closed. Safe for concurrent use. */
public final class KithClients implements AutoCloseable {

  static final String SERVICE = "kith";

  /* Property that holds the key. */
  static final String KEY = "kith.client.key";

  private final ApplicationContext context;

  /** Clients of the server at an address, where none wants a key. */
  public KithClients(URI server) {
    this(server, null);
  }

  /** Clients of the server at an address, which show it a key; null for none. */
  public KithClients(URI server, @Nullable String key) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.http.services." + SERVICE + ".url", server.toString());
    // Requests that are cut off while this closes would look for the meters in vain.
    settings.put("micronaut.metrics.enabled", false);
    if (key != null) {
      settings.put(KEY, key);
    }
    context = ApplicationContext.builder().deduceEnvironment(false).properties(settings).start();
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
