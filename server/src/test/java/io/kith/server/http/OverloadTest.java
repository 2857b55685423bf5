package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.server.api.Scope;
import io.kith.server.http.TestServer.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and when, by a server with one place and room for one body. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class OverloadTest {

  private static final String IDENTIFY = "/v1/galleries/g/identify";
  private static final String VECTOR = "{\"vector\": [1, 0, 0]}";
  private static final int MEGABYTE = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        new TestServer(
            home,
            Map.of(
                "kith.serving.parallelism",
                1,
                "kith.serving.queue",
                0,
                "kith.serving.concurrent-per-key",
                1,
                "kith.serving.uploads",
                "1MB",
                "micronaut.server.max-request-buffer-size",
                "1MB",
                "kith.audit.enabled",
                true));
    server.send(
        "PUT", "/v1/galleries/g", "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "multipart/form-data; boundary=b"})
  void whatFindsNoPlaceIsRefusedBeforeItsBodyHasCome(String type) throws Exception {
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    CompletableFuture<Boolean> working = server.bean(Admission.class).searching(held::join);
    try (RawClient client = new RawClient(server.uri("/"))) {
      String answer = client.send(open(type, 1_000)).answerUpTo("}");

      assertThat(answer)
          .startsWith("HTTP/1.1 503")
          .contains("urn:kith:problem:overloaded")
          .contains("\"instance\":\"" + IDENTIFY + "\"")
          .containsIgnoringCase("Retry-After: 1")
          .containsIgnoringCase("Cache-Control: no-store")
          .containsIgnoringCase("Content-Security-Policy:");
      assertThat(count("kith.requests.refused")).isEqualTo(1);

      held.complete(true);
      assertThat(working.get()).isTrue();
      until(() -> server.bean(Admission.class).refusal().isEmpty());
      String next = open("application/json", VECTOR.length()) + VECTOR;
      assertThat(client.send("A".repeat(1_000)).send(next).answerUpTo("}"))
          .startsWith("HTTP/1.1 200");
    } finally {
      held.complete(true);
    }
    assertThat(gauge("kith.uploads.held")).isZero();
    assertThat(Files.readAllLines(home.resolve("audit/audit.jsonl")))
        .noneMatch(it -> it.contains("\"status\":503"));
  }

  @Test
  void aStreamOfLinesIsOneRequestOfItsKey() throws IOException {
    String one = server.key(List.of(Scope.ADMIN), List.of());
    String other = server.key(List.of(Scope.ADMIN), List.of());
    try (RawClient client = new RawClient(server.uri("/"))) {
      client.send(
          "POST /v1/galleries/g/identify:batch HTTP/1.1\r\nHost: localhost\r\n"
              + "Authorization: Bearer "
              + one
              + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n"
              + VECTOR
              + "\n");

      client.answerUpTo("\"line\":1");

      Answer second = server.send(one, "POST", IDENTIFY, VECTOR);
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.header("Retry-After")).isEqualTo("1");
      until(() -> server.send(other, "POST", IDENTIFY, VECTOR).status() == 200);
    }
    until(() -> server.send(one, "POST", IDENTIFY, VECTOR).status() == 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "multipart/form-data; boundary=b"})
  void aBodyWithoutRoomIsRefusedAndIsNotOnceThereIs(String type) throws IOException {
    String part = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n\r\n";
    String begun = (type.startsWith("multi") ? part : "{\"image\": \"") + "A".repeat(900_000);
    try (RawClient slow = new RawClient(server.uri("/"));
        RawClient client = new RawClient(server.uri("/"))) {
      slow.send(head(type, 1_000_000) + begun);
      until(() -> gauge("kith.uploads.held") >= 900_000);

      assertThat(client.send(head(type, 950_000) + begun).answer(PATIENCE))
          .startsWith("HTTP/1.1 503")
          .contains("too much is being uploaded")
          .containsIgnoringCase("Retry-After: 1");
      assertThat(count("kith.uploads.refused")).isEqualTo(1);
    }
    until(() -> gauge("kith.uploads.held") == 0);
    assertThat(server.send("POST", IDENTIFY, VECTOR).status()).isEqualTo(200);
    assertThat(gauge("kith.uploads.held")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "multipart/form-data; boundary=b"})
  void aBodyThatIsTooLargeIsRefused(String type) {
    String part = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n\r\n";
    String body =
        type.startsWith("multi")
            ? (part + "A".repeat(700_000) + "\r\n").repeat(2) + "--b--\r\n"
            : "{\"image\": \"" + "A".repeat(1_400_000) + "\"}";

    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(IDENTIFY))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(413);
    assertThat(answer.json()).containsEntry("type", "urn:kith:problem:too-large");
    assertThat(gauge("kith.uploads.held")).isZero();
  }

  @Test
  void aBulkRequestMayBeLargerThanTheRoom() {
    String line = VECTOR.replace("}", " ".repeat(100_000) + "}\n");

    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/v1/galleries/g/identify:batch"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(line.repeat(40))));

    assertThat(answer.text().lines())
        .hasSize(40)
        .allMatch(it -> it.contains("\"decision\":\"unknown\""));
    assertThat(gauge("kith.uploads.held")).isZero();
  }

  @Test
  void roomForLessThanOneRequestIsNoSetting(@TempDir Path other) {
    assertThatThrownBy(
            () -> new TestServer(other, Map.of("kith.serving.uploads", MEGABYTE)).close())
        .hasStackTraceContaining(
            "kith.serving.uploads: 1048576 bytes are less than micronaut.server.max-request-buffer-size");
  }

  @Test
  void aBodyThatIsEncodedIsRefused() {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(IDENTIFY))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(VECTOR)));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json()).containsEntry("type", "urn:kith:problem:encoded-body");
  }

  private static String head(String type, int length) {
    return open(type, length).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  }

  private static String open(String type, int length) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(IDENTIFY, type, length);
  }

  private double gauge(String name) {
    return server.bean(MeterRegistry.class).get(name).gauge().value();
  }

  private double count(String name) {
    return server.bean(MeterRegistry.class).get(name).counter().count();
  }

  /* Within the time of the class. */
  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
