package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.KeyRequest;
import io.kith.server.api.Scope;
import io.kith.server.http.TestServer.Answer;
import io.kith.server.service.KeyRing;
import io.micronaut.web.router.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in once there are keys. */
final class ApiKeysTest {

  private static final String GALLERY =
      "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}";

  @TempDir static Path home;
  private static TestServer server;
  private static String admin;

  @BeforeAll
  static void start() {
    server = new TestServer(home);
    assertThat(server.send("PUT", "/v1/galleries/a", GALLERY).status()).isEqualTo(201);
    assertThat(server.send("PUT", "/v1/galleries/b", GALLERY).status()).isEqualTo(201);
    admin = server.key(List.of(Scope.ADMIN), List.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/galleries",
        "/v1/galleries/a",
        "/v1/galleries/none",
        "/v1/keys",
        "/v1/nothing",
        "/prometheus",
        "/openapi/kith.yml",
        "/v1/../health",
        "//health",
        "/health/liveness/../../v1/galleries",
        "/console/../v1/galleries",
        "/console/..%2fv1/galleries",
        "/v1/galleries?access_token=KEY",
      })
  void nothingAnswersWithoutAKey(String path) {
    Answer answer = server.send("GET", path.replace("KEY", admin));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"kith\"");
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json())
        .containsEntry("type", "urn:kith:problem:unauthorized")
        .containsEntry("detail", "send a key: Authorization: Bearer KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void healthAnswersWithoutAKey(String path) {
    assertThat(server.send("GET", path).status()).isEqualTo(200);
  }

  @Test
  void everyRouteOfTheApiSaysWhatItNeeds() {
    assertThat(server.bean(Router.class).uriRoutes())
        .filteredOn(route -> route.getDeclaringType().getPackageName().startsWith("io.kith"))
        .filteredOn(route -> !route.getUriMatchTemplate().toPathString().equals("/"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            route ->
                assertThat(route.getAnnotationMetadata().enumValues(NeedsScope.class, Scope.class))
                    .as(route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                    .isNotEmpty());
  }

  @Test
  void aKeyOpensWhatItsScopeSays() {
    String identify = server.key(List.of(Scope.IDENTIFY), List.of());
    String enrol = server.key(List.of(Scope.ENROL), List.of());

    assertThat(status(identify, "GET", "/v1/galleries/a")).isEqualTo(200);
    assertThat(status(identify, "POST", "/v1/galleries/a/identify", "{\"vector\": [1, 0, 0]}"))
        .isEqualTo(200);
    assertThat(status(identify, "GET", "/v1/galleries/a/identities")).isEqualTo(403);
    assertThat(status(identify, "PUT", "/v1/galleries/a/identities/oak")).isEqualTo(403);
    assertThat(status(identify, "PUT", "/v1/galleries/c", GALLERY)).isEqualTo(403);
    assertThat(status(identify, "GET", "/v1/keys")).isEqualTo(403);
    assertThat(status(identify, "GET", "/prometheus")).isEqualTo(200);
    assertThat(status(identify, "GET", "/openapi/kith.yml")).isEqualTo(200);

    assertThat(status(enrol, "PUT", "/v1/galleries/a/identities/oak")).isIn(200, 201);
    assertThat(status(enrol, "DELETE", "/v1/galleries/a/identities/oak")).isEqualTo(204);
    assertThat(status(enrol, "POST", "/v1/galleries/a/identify", "{\"vector\": [1, 0, 0]}"))
        .isEqualTo(403);
    assertThat(status(enrol, "DELETE", "/v1/galleries/a")).isEqualTo(403);

    assertThat(status(admin, "POST", "/v1/galleries/a/identify", "{\"vector\": [1, 0, 0]}"))
        .isEqualTo(200);
    assertThat(status(admin, "GET", "/v1/nothing")).isEqualTo(404);
  }

  @Test
  void theScopeThatIsMissingIsNamed() {
    String key = server.key(List.of(Scope.IDENTIFY), List.of("a"));

    Answer answer = server.send(key, "PUT", "/v1/galleries/a/identities/oak", "");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json())
        .containsEntry("type", "urn:kith:problem:missing-scope")
        .containsEntry("detail", "the key lacks scope enrol for this gallery");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "PUT, ''",
    "DELETE, ''",
    "POST, /identify",
    "GET, /identities",
    "GET, ?gallery=a",
  })
  void aKeyForOneGalleryDoesNotLearnWhetherAnotherExists(String method, String rest) {
    String key = server.key(List.of(Scope.ADMIN), List.of("a"));

    Answer existing = server.send(key, method, "/v1/galleries/b" + rest, "{}");
    Answer none = server.send(key, method, "/v1/galleries/x" + rest, "{}");

    assertThat(existing.status()).isEqualTo(403);
    assertThat(withoutTrace(existing).replace("/b", "/x")).isEqualTo(withoutTrace(none));
    assertThat(status(admin, "GET", "/v1/galleries/b")).isEqualTo(200);
  }

  private static String withoutTrace(Answer answer) {
    return answer.text().replaceAll("\"trace\":\"\\w+\"", "");
  }

  @Test
  void aKeyForOneGallerySeesItAlone() {
    String key = server.key(List.of(Scope.IDENTIFY), List.of("a"));

    assertThat(server.send(key, "GET", "/v1/galleries", "").objects("galleries"))
        .extracting(it -> it.get("name"))
        .containsExactly("a");
    assertThat(server.send(admin, "GET", "/v1/galleries", "").objects("galleries")).hasSize(2);
    assertThat(status(key, "GET", "/prometheus")).isEqualTo(403);
    assertThat(status(key, "GET", "/v1/keys")).isEqualTo(403);
  }

  @Test
  void aCohortNeedsItsOwnRight() {
    String key = server.key(List.of(Scope.ADMIN), List.of("a"));

    assertThat(status(key, "POST", "/v1/galleries/a/calibrations", "{\"cohort\": \"b\"}"))
        .isEqualTo(403);
    assertThat(status(key, "POST", "/v1/galleries/a/calibrations", "{\"cohort\": \"x\"}"))
        .isEqualTo(403);
  }

  @Test
  void aWrongKeyIsRefused() {
    String wrong = admin.substring(0, admin.length() - 1) + (admin.endsWith("0") ? "1" : "0");

    for (String key : List.of(wrong, admin + "0", "kith_", admin.toUpperCase(), "x")) {
      Answer answer = server.send(key, "GET", "/v1/galleries", "");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  @Test
  void aRevokedKeyIsRefusedAtOnceAndStaysListed() {
    Answer made = server.send(admin, "POST", "/v1/keys", "{\"scopes\": [\"identify\"]}");
    String key = Objects.requireNonNull(made.json().get("secret")).toString();
    String id = key.substring(5, 17);
    assertThat(made.status()).isEqualTo(201);
    assertThat(status(key, "GET", "/v1/galleries")).isEqualTo(200);

    Answer revoked = server.send(admin, "DELETE", "/v1/keys/" + id, "");

    assertThat(revoked.json()).containsEntry("state", "revoked");
    assertThat(status(key, "GET", "/v1/galleries")).isEqualTo(401);
    assertThat(server.send(admin, "GET", "/v1/keys", "").text())
        .contains(id)
        .doesNotContain(key.substring(18));
    assertThat(status(admin, "DELETE", "/v1/keys/000000000000")).isEqualTo(404);
  }

  @Test
  void aKeyThatIsRevokedOpensNothingToARequestThatGoesOn() throws IOException {
    server.send(
        admin,
        "PUT",
        "/v1/galleries/g",
        "{\"model\": \"m\", \"dimension\": 2, \"threshold\": 0.5}");
    String key = server.key(List.of(Scope.ENROL), List.of());
    try (RawClient client = new RawClient(server.uri("/"))) {
      client.beginBulk("/v1/galleries/g", line("before"), "Authorization: Bearer " + key);
      assertThat(client.answerUpTo("before\"")).contains("200 OK");

      server.send(admin, "DELETE", "/v1/keys/" + key.split("_")[1], "");
      client.chunk(line("after"));

      assertThat(client.answerUpTo("}}")).contains("refused").contains("revoked meanwhile");
    }
    assertThat(server.send(admin, "GET", "/v1/galleries/g/identities", "").text())
        .contains("before")
        .doesNotContain("after");
  }

  private static String line(String identity) {
    return "{\"identity\": \"%s\", \"vector\": [1, 0]}\n".formatted(identity);
  }

  @Test
  void anExpiredKeyIsRefused() throws InterruptedException {
    String key =
        server
            .bean(KeyRing.class)
            .createKey(
                new KeyRequest(
                    List.of(Scope.IDENTIFY), null, null, Instant.now().plus(Duration.ofMillis(50))))
            .secret();
    Thread.sleep(60);

    assertThat(status(key, "GET", "/v1/galleries")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"scopes\": []}",
        "{\"scopes\": [null]}",
        "{\"scopes\": [\"root\"]}",
        "{\"scopes\": [\"admin\"], \"galleries\": [\"../x\"]}",
        "{\"scopes\": [\"admin\"], \"galleries\": [null]}",
        "{\"scopes\": [\"admin\"], \"expires\": \"2001-01-01T00:00:00Z\"}",
        "{\"scopes\": [\"admin\"], \"expires\": \"soon\"}",
        "{\"scopes\": [\"admin\"], \"expires\": 1900000000}",
      })
  void aKeyThatMakesNoSenseIsNotMade(String request) {
    int before = server.bean(KeyRing.class).keys().keys().size();

    assertThat(status(admin, "POST", "/v1/keys", request)).isEqualTo(400);

    assertThat(server.bean(KeyRing.class).keys().keys()).hasSize(before);
  }

  @Test
  void whenAKeyExpiresIsSaidAsATime() {
    String day = "{\"scopes\": [\"identify\"], \"expires\": \"2130-01-01\"}";
    assertThat(server.send(admin, "POST", "/v1/keys", day).text())
        .contains("expires: use a time such as 2030-01-01T00:00:00Z");
    String time = "{\"scopes\": [\"identify\"], \"expires\": \"2130-01-01T00:00:00Z\"}";
    assertThat(status(admin, "POST", "/v1/keys", time)).isEqualTo(201);
    String never = "{\"scopes\": [\"identify\"], \"expires\": null}";
    assertThat(status(admin, "POST", "/v1/keys", never)).isEqualTo(201);
  }

  @Test
  void withAKeyTheServerAnswersUnderAnyName() throws IOException {
    assertThat(statusLine("Host: kith.example\r\nAuthorization: Bearer " + admin))
        .isEqualTo("HTTP/1.1 200 OK");
    assertThat(statusLine("Host: kith.example")).startsWith("HTTP/1.1 401");
  }

  private static String statusLine(String headers) throws IOException {
    URI uri = server.uri("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /v1/galleries HTTP/1.1\r\n%s\r\n\r\n"
                  .formatted(headers)
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static int status(String key, String method, String path) {
    return status(key, method, path, "");
  }

  private static int status(String key, String method, String path, String json) {
    return server.send(key, method, path, json).status();
  }
}
