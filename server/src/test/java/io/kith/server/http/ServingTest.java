package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.kith.server.api.Scope;
import io.kith.server.http.TestServer.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server bears load, slow clients and its own end, and what it notes. */
final class ServingTest {

  private static final String GALLERY =
      "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path home;

  @Test
  void slowClientsKeepNobodyElseWaiting() throws IOException {
    try (TestServer server = new TestServer(home)) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      long before = platformThreads();
      List<RawClient> slow = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        slow.add(new RawClient(server.uri("/")).send(half(i)));
      }

      for (int i = 0; i < 20; i++) {
        assertThat(
                server.send("POST", "/v1/galleries/g/identify", "{\"vector\": [1, 0, 0]}").status())
            .isEqualTo(200);
      }
      assertThat(platformThreads()).isLessThan(before + 20);
      for (RawClient it : slow) {
        it.close();
      }
    }
  }

  /* A request line, headers without end, half a JSON body, half a form. */
  private static String half(int i) {
    String head = "POST /v1/galleries/g/identify HTTP/1.1\r\nHost: localhost\r\n";
    return switch (i % 4) {
      case 0 -> "POST /v1/galleries";
      case 1 -> head + "X-Slow: ";
      case 2 -> head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"vec";
      default ->
          head
              + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\n"
              + "Content-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n\r\nGIF8";
    };
  }

  private static long platformThreads() {
    return Thread.getAllStackTraces().size();
  }

  @Test
  @Timeout(60)
  void whatWasBegunIsFinishedBeforeTheServerEnds() throws Exception {
    TestServer server =
        new TestServer(home, Map.of("micronaut.lifecycle.graceful-shutdown.enabled", true));
    server.send("PUT", "/v1/galleries/g", GALLERY);
    try (RawClient client = new RawClient(server.uri("/"))) {
      client.send(
          "POST /v1/galleries/g/identify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"vector\"");
      while (held(server) == 0) {
        Thread.sleep(5);
      }
      CompletableFuture<Void> end = CompletableFuture.runAsync(server::close);
      Thread.sleep(200);
      client.send(": [1, 0, 0]}");

      assertThat(client.statusLine(PATIENCE)).isEqualTo("HTTP/1.1 200 OK");
      end.join();
    }
  }

  /* Bytes of bodies that the server has begun to read. */
  private static double held(TestServer server) {
    return server.bean(MeterRegistry.class).get("kith.uploads.held").gauge().value();
  }

  @Test
  void aKeyThatAsksTooOftenIsToldToWait() {
    try (TestServer server = new TestServer(home, Map.of("kith.serving.requests-per-second", 3))) {
      String one = server.key(List.of(Scope.ADMIN), List.of());
      String other = server.key(List.of(Scope.ADMIN), List.of());

      Answer last = server.send(one, "GET", "/v1/galleries", "");
      for (int i = 0; i < 20 && last.status() == 200; i++) {
        last = server.send(one, "GET", "/v1/galleries", "");
      }

      assertThat(last.status()).isEqualTo(429);
      assertThat(last.header("Retry-After")).isEqualTo("1");
      assertThat(last.json()).containsEntry("type", "urn:kith:problem:too-many-requests");
      assertThat(server.send(other, "GET", "/v1/galleries", "").status()).isEqualTo(200);
      assertThat(server.send("GET", "/health").status()).isEqualTo(200);
    }
  }

  @Test
  void tokensOfAnIdentityProviderOpenWhatTheySay() throws Exception {
    try (TestServer server =
        new TestServer(
            home,
            Map.of(
                "micronaut.security.token.jwt.enabled",
                true,
                "micronaut.security.token.jwt.signatures.secret.validation.secret",
                SECRET))) {
      String token = signed("openid kith:identify:g", SECRET, Duration.ofMinutes(5));

      assertThat(server.send("GET", "/v1/galleries").status()).isEqualTo(401);
      assertThat(status(server, token, "GET", "/v1/galleries/g")).isEqualTo(404);
      assertThat(status(server, token, "GET", "/v1/galleries/h")).isEqualTo(403);
      assertThat(status(server, token, "PUT", "/v1/galleries/g")).isEqualTo(403);
      String admin = signed("kith:admin", SECRET, Duration.ofMinutes(5));
      assertThat(status(server, admin, "GET", "/v1/keys")).isEqualTo(200);
      String late = signed("kith:admin", SECRET, Duration.ofMinutes(-5));
      assertThat(status(server, late, "GET", "/v1/keys")).isEqualTo(401);
      String forged = signed("kith:admin", SECRET.replace('a', 'b'), Duration.ofMinutes(5));
      assertThat(status(server, forged, "GET", "/v1/keys")).isEqualTo(401);
      assertThat(status(server, unsigned(), "GET", "/v1/keys")).isEqualTo(401);
      assertThat(status(server, signed("kith:admin", SECRET, null), "GET", "/v1/keys"))
          .isEqualTo(401);
      String early = signed("kith:admin", SECRET, Duration.ofMinutes(5), Duration.ofMinutes(4));
      assertThat(status(server, early, "GET", "/v1/keys")).isEqualTo(401);
      String begun = signed("kith:admin", SECRET, Duration.ofMinutes(5), Duration.ofMinutes(-4));
      assertThat(status(server, begun, "GET", "/v1/keys")).isEqualTo(200);
      String key = server.key(List.of(Scope.ADMIN), List.of());
      assertThat(status(server, key, "GET", "/v1/keys")).isEqualTo(200);
      assertThat(status(server, key.replaceAll(".$", "x"), "GET", "/v1/keys")).isEqualTo(401);
    }
  }

  @Test
  void tokensWhoseSignatureCannotBeCheckedAreNeverTaken() {
    assertThatThrownBy(
            () -> new TestServer(home, Map.of("micronaut.security.token.jwt.enabled", true)))
        .hasStackTraceContaining("nothing says how tokens are signed");
    try (TestServer server = new TestServer(home.resolve("other"))) {
      server.key(List.of(Scope.ADMIN), List.of());
      assertThat(status(server, unsigned(), "GET", "/v1/keys")).isEqualTo(401);
    }
  }

  private static String unsigned() {
    return new PlainJWT(
            new JWTClaimsSet.Builder().subject("eve").claim("scope", "kith:admin").build())
        .serialize();
  }

  private static String signed(String scope, String secret, @Nullable Duration valid)
      throws Exception {
    return signed(scope, secret, valid, null);
  }

  private static String signed(
      String scope, String secret, @Nullable Duration valid, @Nullable Duration begins)
      throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("ada")
                .claim("scope", scope)
                .expirationTime(date(valid))
                .notBeforeTime(date(begins))
                .build());
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  private static @Nullable Date date(@Nullable Duration fromNow) {
    return fromNow == null ? null : Date.from(Instant.now().plus(fromNow));
  }

  private static int status(TestServer server, String key, String method, String path) {
    return server.send(key, method, path, "").status();
  }

  @Test
  void theAuditLogKeepsNoDayLongerThanItIsTold() throws Exception {
    Path audit = Files.createDirectories(home.resolve("audit"));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (int age : new int[] {1, 5, 6, 40, 400}) {
      Files.writeString(audit.resolve("audit.%s.jsonl".formatted(today.minusDays(age))), "{}\n");
    }
    Path other = Files.writeString(audit.resolve("notes.txt"), "mine");

    try (TestServer server =
        new TestServer(home, Map.of("kith.audit.enabled", true, "kith.audit.keep-days", 5))) {
      server.send("GET", "/v1/galleries");
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (days(audit).size() > 2 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    }

    assertThat(days(audit))
        .containsExactly(
            "audit.%s.jsonl".formatted(today.minusDays(5)),
            "audit.%s.jsonl".formatted(today.minusDays(1)));
    assertThat(other).hasContent("mine");
  }

  private static List<String> days(Path audit) throws IOException {
    try (Stream<Path> files = Files.list(audit)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.matches("audit\\..*\\.jsonl"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theAuditLogSaysWhoAskedWhatAndNotWithWhat() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      String key = server.key(List.of(Scope.ADMIN), List.of());
      server.send(key, "PUT", "/v1/galleries/g", GALLERY);
      server.send(key, "PUT", "/v1/galleries/g/identities/oak", "{\"label\": \"Quercus\"}");
      server.send(
          key, "POST", "/v1/galleries/g/identities/oak/templates", "{\"vector\": [0.6, 0.8, 0]}");
      server.send(key, "POST", "/v1/galleries/g/identify", "{\"vector\": [0.6, 0.8, 0]}");
      server.send("GET", "/v1/galleries/g");
      server.send(key, "GET", "/v1/none", "");

      List<String> lines = Files.readAllLines(home.resolve("audit/audit.jsonl"));
      assertThat(lines).hasSize(6);
      assertThat(lines.get(2))
          .contains("\"caller\":\"key " + key.substring(5, 17) + "\"")
          .contains("\"route\":\"/v1/galleries/{gallery}/identities/{identity}/templates\"")
          .contains("\"gallery\":\"g\"")
          .contains("\"identity\":\"oak\"")
          .contains("\"status\":200");
      assertThat(lines.get(3)).contains("{\"decision\":\"known\",\"identity\":\"oak\",\"cosine\":");
      assertThat(lines.get(4)).contains("\"caller\":\"nobody\"").contains("\"status\":401");
      assertThat(lines.get(5)).contains("\"status\":404");
      assertThat(String.join("\n", lines))
          .doesNotContain("0.8,")
          .doesNotContain("vector")
          .doesNotContain("Quercus")
          .doesNotContain(key.substring(18));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TRUE", "on"})
  void theAuditLogIsKeptHoweverItIsTurnedOn(String on) throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", on))) {
      server.send("GET", "/v1/galleries");
      assertThat(noted()).contains("\"route\":\"/v1/galleries\"");
    }
  }

  @Test
  void theAuditLogHoldsNoMoreThanIdsOfWhatARequestNames() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      String words = "x".repeat(100_000);
      String many = "\"t\", ".repeat(5_000);
      server.send(
          "POST",
          "/v1/galleries/g/identities/oak/move",
          "{\"templates\": [%s\"%s\"], \"to\": \"%s\"}".formatted(many, words, words));
      assertThat(noted()).contains("\"status\":4").hasSizeLessThan(10_000);
    }
  }

  @Test
  void theAuditLogNamesTheJobOfACalibrationThatIsWaitedFor() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      assertThat(server.send("POST", "/v1/galleries/g/calibrations", "{}").status()).isEqualTo(409);
      Object job = server.send("GET", "/v1/jobs").objects("jobs").getFirst().get("id");
      assertThat(Files.readString(home.resolve("audit/audit.jsonl")))
          .contains("\"job\":\"" + job + "\"");
    }
  }

  @Test
  void whoHoldsATokenIsNotLetOnWhenItHasExpired() {
    try (TestServer server = new TestServer(home)) {
      Guard guard = server.bean(Guard.class);
      Instant now = Instant.now();
      guard.check(new Caller("subject ada", Set.of(), null, now.plusSeconds(60)));
      assertThatThrownBy(
              () -> guard.check(new Caller("subject ada", Set.of(), null, now.minusSeconds(1))))
          .hasMessageContaining("expired");
    }
  }

  @Test
  void theAuditLogNamesWhoWasClaimedAndEachLineOfABatch() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      send(
          server,
          "templates:bulk",
          "{\"identity\": \"oak\", \"label\": \"Quercus\", \"vector\": [0.6, 0.8, 0]}\nno line\n");
      send(server, "identify:batch", "{\"vector\": [0.6, 0.8, 0]}\n{\"vector\": [1]}\n");
      server.send(
          "POST",
          "/v1/galleries/g/verify",
          "{\"identity\": \"oak\", \"vector\": [0.6, 0.8, 0], \"threshold\": 0.5}");

      List<String> lines = Files.readAllLines(home.resolve("audit/audit.jsonl"));
      assertThat(lines)
          .filteredOn(it -> it.contains("templates:bulk") && it.contains("\"line\":"))
          .satisfiesExactly(
              it -> assertThat(it).contains("\"identity\":\"oak\"").contains("\"status\":200"),
              it -> assertThat(it).contains("\"line\":2").contains("\"status\":400"));
      assertThat(lines)
          .filteredOn(it -> it.contains("identify:batch") && it.contains("\"line\":"))
          .satisfiesExactly(
              it -> assertThat(it).contains("{\"decision\":\"known\",\"identity\":\"oak\""),
              it -> assertThat(it).contains("\"status\":400"));
      assertThat(lines.getLast())
          .contains("\"identity\":\"oak\"")
          .contains("{\"decision\":\"match\"");
      assertThat(String.join("\n", lines)).doesNotContain("0.8,").doesNotContain("Quercus");
    }
  }

  @Test
  void theAuditLogNamesWhatWasChanged() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      String gallery = "/v1/galleries/g";
      server.send("PUT", gallery, GALLERY);
      String one = id(server.send("POST", gallery + "/identities", "{}"));
      assertThat(noted()).contains("\"identity\":\"" + one + "\"");

      String path = gallery + "/identities/" + one;
      Answer enrolled = server.send("POST", path + "/templates", "{\"vector\": [1, 0, 0]}");
      String template = id(enrolled.objects("templates").getFirst());
      assertThat(noted()).contains("\"templates\":[\"" + template + "\"]");

      String templates = "{\"templates\": [\"%s\"]".formatted(template);
      String two = id(server.send("POST", path + "/move", templates + "}"));
      assertThat(noted())
          .contains("\"templates\":[\"" + template + "\"]")
          .contains("\"to\":\"" + two + "\"")
          .contains("\"identity\":\"" + one + "\"");
      server.send("POST", path + "/move", templates + ", \"to\": \"none\"}");
      assertThat(noted()).contains("\"to\":\"none\"").contains("\"status\":404");

      server.send("PUT", path + "/distinct/" + two);
      assertThat(noted()).contains("\"other\":\"" + two + "\"");

      server.send("POST", path + "/merge", "{\"identities\": [\"%s\"]}".formatted(two));
      assertThat(noted()).contains("\"merged\":[\"" + two + "\"]");

      server.send("DELETE", path + "/templates/" + template);
      assertThat(noted()).contains("\"template\":\"" + template + "\"");

      String job = id(server.send("POST", "/v1/purge"));
      assertThat(noted()).contains("\"job\":\"" + job + "\"");
      server.send("DELETE", "/v1/jobs/" + job);
      assertThat(noted()).contains("\"job\":\"" + job + "\"");
    }
  }

  @Test
  void theAuditLogNamesWhoAGroupOfUnknownsBecame() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      server.send("PUT", "/v1/galleries/g/inbox", "{\"keep\": \"1d\"}");
      server.send("POST", "/v1/galleries/g/identify", "{\"vector\": [1, 0, 0]}");
      String group =
          id(server.send("GET", "/v1/galleries/g/unknowns").objects("groups").getFirst());

      String path = "/v1/galleries/g/unknowns/" + group + "/enrol";
      String identity = id(server.send("POST", path, "{}"));
      assertThat(noted())
          .contains("\"group\":\"" + group + "\"")
          .contains("\"identity\":\"" + identity + "\"");
      server.send("POST", path, "{\"identity\": \"oak\"}");
      assertThat(noted()).contains("\"identity\":\"oak\"").contains("\"status\":404");
    }
  }

  @Test
  void theAuditLogNamesAKeyAndNeverItsSecret() throws IOException {
    try (TestServer server = new TestServer(home, Map.of("kith.audit.enabled", true))) {
      String secret =
          String.valueOf(
              server.send("POST", "/v1/keys", "{\"scopes\": [\"admin\"]}").json().get("secret"));
      String key = secret.substring(5, 17);
      assertThat(noted()).contains("\"key\":\"" + key + "\"").contains("\"status\":201");

      server.send(secret, "DELETE", "/v1/keys/" + key, "");
      assertThat(noted()).contains("\"key\":\"" + key + "\"").contains("\"status\":200");
      assertThat(Files.readString(home.resolve("audit/audit.jsonl")))
          .doesNotContain(secret.substring(18));
    }
  }

  private String noted() throws IOException {
    return Files.readAllLines(home.resolve("audit/audit.jsonl")).getLast();
  }

  private static String id(Answer answer) {
    return id(answer.json());
  }

  private static String id(Map<String, Object> json) {
    return String.valueOf(json.get("id"));
  }

  private static void send(TestServer server, String operation, String lines) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/v1/galleries/g/" + operation))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void aProblemCarriesTheTraceOfItsRequest() {
    try (TestServer server = new TestServer(home)) {
      HttpRequest.Builder traced =
          HttpRequest.newBuilder(server.uri("/v1/galleries/none"))
              .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");

      assertThat(server.send(traced).json()).containsEntry("trace", TRACE);
      assertThat(server.send("GET", "/v1/galleries/none").json().get("trace"))
          .asString()
          .matches("[0-9a-f]{32}");
    }
  }

  @Test
  void soDoTheProblemsOfItsLinesAndOfItsJob() throws InterruptedException {
    try (TestServer server = new TestServer(home)) {
      server.send("PUT", "/v1/galleries/g", GALLERY);
      String lines = "no line\n{\"identity\": \"oak\", \"vector\": [1]}\n";
      for (String operation : List.of("templates:bulk", "identify:batch")) {
        assertThat(server.send(traced(server, operation, "application/x-ndjson", lines)).text())
            .as(operation)
            .matches(("[^\n]*\"trace\":\"" + TRACE + "\"[^\n]*\n").repeat(2));
      }

      String job =
          id(
              server.send(
                  traced(server, "calibrations", "application/json", "{}")
                      .header("Prefer", "respond-async")));
      Answer failed = server.send("GET", "/v1/jobs/" + job);
      while (failed.json().get("problem") == null) {
        Thread.sleep(5);
        failed = server.send("GET", "/v1/jobs/" + job);
      }
      assertThat(failed.json().get("problem"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("trace", TRACE);
    }
  }

  private static HttpRequest.Builder traced(
      TestServer server, String operation, String type, String body) {
    return HttpRequest.newBuilder(server.uri("/v1/galleries/g/" + operation))
        .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void browsersAreToldToRunNothingOfOthers() {
    try (TestServer server = new TestServer(home)) {
      for (String path : List.of("/v1/galleries", "/v1/none", "/openapi/kith.yml", "/health")) {
        Answer answer = server.send("GET", path);
        assertThat(answer.header("Content-Security-Policy"))
            .as(path)
            .startsWith("default-src 'none'; script-src 'self'")
            .contains("frame-ancestors 'none'")
            .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      }
      assertThat(server.send("GET", "/v1/galleries").header("Cache-Control")).isEqualTo("no-store");
    }
  }
}
