package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kith.server.api.Scope;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class StartRulesTest {

  @TempDir Path home;

  @Test
  void anAddressThatOtherMachinesReachIsRefusedWithoutKeys() {
    assertThatThrownBy(() -> new TestServer(home, Map.of("micronaut.server.host", "0.0.0.0")))
        .hasStackTraceContaining("micronaut.server.host: 0.0.0.0")
        .hasStackTraceContaining("there are no keys; make one");
  }

  @Test
  void anAddressThatOtherMachinesReachIsServedOnceThereIsAKey() {
    String key;
    try (TestServer server = new TestServer(home)) {
      key = server.key(List.of(Scope.ADMIN), List.of());
    }
    try (TestServer server = new TestServer(home, Map.of("micronaut.server.host", "0.0.0.0"))) {
      assertThat(server.send("GET", "/v1/galleries").status()).isEqualTo(401);
      assertThat(server.send(key, "GET", "/v1/galleries", "").status()).isEqualTo(200);
    }
  }

  @Test
  void aListenerThatOtherMachinesReachIsRefusedWithoutKeysToo() {
    assertThatThrownBy(
            () ->
                new TestServer(
                    home,
                    Map.of(
                        "micronaut.server.netty.listeners.x.host",
                        "0.0.0.0",
                        "micronaut.server.netty.listeners.x.port",
                        -1)))
        .hasStackTraceContaining("micronaut.server.netty.listeners.x.host: 0.0.0.0")
        .hasStackTraceContaining("there are no keys; make one");
  }

  @Test
  void aTimeoutThatNoClientWouldHearOfIsRefused() {
    assertThatThrownBy(() -> new TestServer(home, Map.of("kith.serving.timeout", "2m")))
        .hasStackTraceContaining("kith.serving.timeout: PT2M")
        .hasStackTraceContaining("micronaut.server.idle-timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ture", "1", "", "enabled"})
  void aWordThatLeavesTheAuditLogOffByMistakeIsRefused(String word) {
    assertThatThrownBy(() -> new TestServer(home, Map.of("kith.audit.enabled", word)))
        .hasStackTraceContaining(
            "kith.audit.enabled: %s is not allowed; allowed: true, false".formatted(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kith.index.efort",
        "kith.sirving.queue",
        "kith.indx",
        "kith.audit",
        "kith.index-effort"
      })
  void aMisspeltNameIsRefused(String name) {
    assertThatThrownBy(() -> new TestServer(home, Map.of(name, 800)))
        .hasStackTraceContaining(name + ": is no setting of Kith");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kith.index.effort", "kith.index.maxConn", "kith.index.beam_width"})
  void aNameIsKnownHoweverItsWordsAreParted(String name) {
    assertThatThrownBy(() -> new TestServer(home, Map.of(name, -1)))
        .hasStackTraceContaining(": -1 is not allowed");
  }

  @Test
  void aSectionWithoutSettingsIsNoMistake() {
    try (TestServer server = new TestServer(home, Map.of("kith.index", ""))) {
      assertThat(server.send("GET", "/health").status()).isEqualTo(200);
    }
  }

  @Test
  void tokensMadeForOthersAreWarnedOfUntilASettingSaysWhoseAreTaken() {
    String claims = "micronaut.security.token.jwt.claims-validators";
    assertThat(warnings(Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("a token counts whatever it was issued for");
    assertThat(warnings(Map.of(claims + ".issuer", "https://login.example.org"))).isEmpty();
    assertThat(warnings(Map.of(claims + ".audience", "kith"))).isEmpty();
  }

  private List<String> warnings(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("micronaut.security.token.jwt.enabled", true);
    all.put(
        "micronaut.security.token.jwt.signatures.secret.validation.secret",
        "0123456789abcdef0123456789abcdef");
    Logger logger = (Logger) LoggerFactory.getLogger(StartRules.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (TestServer _ = new TestServer(home, all)) {
      return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void localhostIsServed() {
    try (TestServer server = new TestServer(home, Map.of("micronaut.server.host", "localhost"))) {
      assertThat(server.send("GET", "/v1/galleries").status()).isEqualTo(200);
    }
  }
}
