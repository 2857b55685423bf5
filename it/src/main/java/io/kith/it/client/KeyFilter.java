package io.kith.it.client;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;

/** Shows the server the key. Thread-safe. */
@ClientFilter(serviceId = KithClients.SERVICE)
@Requires(property = KithClients.KEY)
final class KeyFilter {

  private final String key;

  KeyFilter(@Property(name = KithClients.KEY) String key) {
    this.key = key;
  }

  @RequestFilter
  void filter(MutableHttpRequest<?> request) {
    request.bearerAuth(key);
  }
}
