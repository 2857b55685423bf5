package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.ExportedTemplate;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class StoreHealthTest {

  /* As many reads as the store does at a time. */
  private static final int READERS = 8;

  @TempDir Path home;

  @Test
  @Timeout(20)
  void aStoreThatDoesNotAnswerIsDownSoonAndHoldsUpNobody() {
    try (TestServer server = new TestServer(home)) {
      server.send("PUT", "/v1/galleries/g", "{\"model\": \"leaves\", \"dimension\": 3}");
      Gallery gallery = server.bean(Galleries.class).find("g").orElseThrow();
      List<Stream<ExportedTemplate>> reads =
          Stream.generate(gallery::export).limit(READERS).toList();

      assertThat(server.send("GET", "/health/readiness").status()).isEqualTo(503);
      assertThat(server.send("GET", "/health/liveness").status()).isEqualTo(200);

      reads.forEach(Stream::close);
      assertThat(server.send("GET", "/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void livenessDoesNotDependOnTheStore() {
    try (TestServer server = new TestServer(home)) {
      assertThat(server.send("GET", "/health/readiness").text()).contains("\"store\"");
      assertThat(server.send("GET", "/health/liveness").text()).doesNotContain("\"store\"");
    }
  }
}
