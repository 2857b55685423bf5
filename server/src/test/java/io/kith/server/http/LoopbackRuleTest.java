package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackRuleTest {

  @TempDir Path home;

  @Test
  void anAddressThatOtherMachinesReachIsRefusedWithoutKeys() {
    assertThatThrownBy(() -> new TestServer(home, Map.of("micronaut.server.host", "0.0.0.0")))
        .hasStackTraceContaining("micronaut.server.host: 0.0.0.0")
        .hasStackTraceContaining("no keys are configured");
  }

  @Test
  void localhostIsServed() {
    try (TestServer server = new TestServer(home, Map.of("micronaut.server.host", "localhost"))) {
      assertThat(server.send("GET", "/v1/galleries").status()).isEqualTo(200);
    }
  }
}
