package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.it.client.KithClient;
import io.kith.it.client.KithClients;
import io.kith.server.api.IdentityRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in Java. */
final class KithClientTest {

  private static final IdentityRequest OAK = new IdentityRequest("Oak", null);
  private static final String KEYS = "{\"scopes\": [\"admin\"], \"galleries\": []}";

  @TempDir Path home;

  @Test
  void anIdentityIsDeletedInTheVersionThatWasSeenOnly() throws Exception {
    try (ServerProcess server = ServerProcess.start(home)) {
      KithClient kith = server.client();
      kith.putGallery("g", Vectors.GALLERY);
      String old = kith.putIdentity("g", "oak", OAK).version();
      String now = kith.putIdentity("g", "oak", new IdentityRequest("Old oak", null)).version();

      assertRefused(() -> kith.deleteIdentity("g", "oak", old), HttpStatus.PRECONDITION_FAILED);
      kith.deleteIdentity("g", "oak", now);
      assertThat(kith.identity("g", "oak")).isEmpty();
      kith.putIdentity("g", "oak", OAK);
      kith.deleteIdentity("g", "oak", null);
      assertThat(kith.identity("g", "oak")).isEmpty();
    }
  }

  @Test
  void itShowsItsKey() throws Exception {
    try (ServerProcess server = ServerProcess.start(home)) {
      Map<String, Object> made = server.send("POST", "/v1/keys", KEYS).json();
      try (KithClients clients = new KithClients(server.uri(), (String) made.get("secret"))) {
        assertThat(clients.client().putGallery("g", Vectors.GALLERY).name()).isEqualTo("g");
      }
      assertRefused(
          () -> server.client().putGallery("g", Vectors.GALLERY), HttpStatus.UNAUTHORIZED);
    }
  }

  private static void assertRefused(Runnable request, HttpStatus status) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            HttpClientResponseException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(status.getCode()));
  }
}
