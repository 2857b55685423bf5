package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.Galleries;
import io.kith.server.api.KeyRequest;
import io.kith.server.api.Scope;
import io.kith.server.service.KeyRing;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Attacks on the API by somebody who has no key, or one for something else: nothing may change, no
 * answer may be 500 or tell of the inside.
 *
 * <p>{@code -Dkith.attack.requests=10000} sends as many random requests, {@code -Dtests.seed=42}
 * repeats them.
 */
final class AttackTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String GALLERY =
      "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}";

  @TempDir static Path home;
  private static TestServer server;
  private static String admin;
  private static String identifyA;
  private static String enrolA;
  private static String adminB;
  private static String expired;
  private static String revoked;
  private String before = "";

  @BeforeAll
  static void start() throws InterruptedException {
    server = new TestServer(home);
    admin = server.key(List.of(Scope.ADMIN), List.of());
    identifyA = server.key(List.of(Scope.IDENTIFY), List.of("a"));
    enrolA = server.key(List.of(Scope.ENROL), List.of("a"));
    adminB = server.key(List.of(Scope.ADMIN), List.of("b"));
    revoked = server.key(List.of(Scope.ADMIN), List.of());
    KeyRing keys = server.bean(KeyRing.class);
    keys.revokeKey(revoked.substring(5, 17));
    expired =
        keys.createKey(
                new KeyRequest(
                    List.of(Scope.ADMIN), null, null, Instant.now().plus(Duration.ofMillis(20))))
            .secret();
    Thread.sleep(30);
    for (String gallery : List.of("a", "b")) {
      server.send(admin, "PUT", "/v1/galleries/" + gallery, GALLERY);
      String oak = "/v1/galleries/" + gallery + "/identities/oak";
      server.send(admin, "PUT", oak, "{\"label\": \"Oak\"}");
      server.send(admin, "POST", oak + "/templates", "{\"vector\": [1, 0, 0]}");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void remember() {
    before = state();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(state()).isEqualTo(before);
  }

  private static String state() {
    return "%s %s %s"
        .formatted(
            server.bean(Galleries.class).sequence(),
            server.send(admin, "GET", "/v1/galleries", "").text(),
            server.bean(KeyRing.class).keys());
  }

  @Test
  @SuppressWarnings("unchecked") // an OpenAPI document has this form
  void theDocumentNamesEveryRoute() throws IOException {
    Set<String> documented = new TreeSet<>();
    try (InputStream document =
        AttackTest.class.getResourceAsStream("/META-INF/swagger/kith.yml")) {
      Map<String, Object> api = new Yaml().load(document);
      Map<String, Map<String, Object>> paths =
          (Map<String, Map<String, Object>>) Objects.requireNonNull(api.get("paths"));
      paths.forEach(
          (path, methods) ->
              methods.keySet().stream()
                  .filter(it -> it.matches("get|put|post|delete|patch"))
                  .forEach(it -> documented.add(it.toUpperCase(Locale.ROOT) + " " + path)));
    }

    assertThat(routes().stream().map(AttackTest::line).collect(Collectors.toSet()))
        .hasSizeGreaterThan(20)
        .isEqualTo(documented);
  }

  @Test
  void noRouteOpensToWhoHasNotTheRight() throws IOException {
    for (UriRouteInfo<?, ?> route : routes()) {
      String path = filled(route, "a");
      for (String nobody : List.of("", "kith_wrong", revoked, expired)) {
        assertThat(status(route, path, nobody)).as(line(route) + nobody).isEqualTo(401);
      }
      List<Scope> needed =
          List.of(route.getAnnotationMetadata().enumValues(NeedsScope.class, Scope.class));
      if (!needed.contains(Scope.IDENTIFY)) {
        assertThat(status(route, path, identifyA)).as(line(route)).isEqualTo(403);
      }
      if (!needed.contains(Scope.ENROL)) {
        assertThat(status(route, path, enrolA)).as(line(route)).isEqualTo(403);
      }
      if (path.contains("/galleries/a")) {
        assertThat(status(route, path, adminB)).as(line(route)).isEqualTo(403);
        assertThat(status(route, filled(route, "none"), adminB)).as(line(route)).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/galleries/a/../b",
        "/v1/galleries/a%2f..%2fb",
        "/v1/galleries/a%2F%2e%2e%2Fb/identities",
        "/v1/galleries/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/galleries/b%00",
        "/v1/galleries/b;a",
        "/v1/galleries/b?gallery=a",
        "/v1/galleries//b",
        "/v1//galleries/b",
        "/v1/galleries/B",
        "/v1/galleries/%62",
        "/V1/galleries/b",
        "/v1/galleries/b/",
        "/openapi/../kith.db",
        "/openapi/..%2f..%2flogback.xml",
        "/openapi/%2e%2e/application.yml",
        "/console/../application.yml",
        "/console/..%2fapplication.yml",
        "/console/%2e%2e/application.yml",
        "/console//../application.yml",
        "http://localhost/v1/galleries/b",
      })
  void noPathLeadsAround(String path) throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + bearer(identifyA));

    assertThat(answer)
        .matches("(?s)HTTP/1.1 4\\d\\d .*")
        .doesNotContain("leaves", "miss-probability");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic YWRtaW46YWRtaW4=",
        "Authorization: Bearer",
        "Authorization: Bearer kith_000000000000_",
        "Authorization: KEY",
        "Authorization: Bearer x\r\nAuthorization: Bearer KEY",
        "Cookie: JWT=KEY",
        "X-Forwarded-For: 127.0.0.1",
        "X-Original-URL: /health",
        "X-HTTP-Method-Override: GET",
        "Host: [::1",
      })
  void noHeaderOpens(String header) throws IOException {
    String answer =
        raw(
            "GET /v1/galleries/b HTTP/1.1\r\nHost: localhost\r\n"
                + header.replace("KEY", revoked)
                + "\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 40\\d .*").doesNotContain("leaves");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b",
        "--b--",
        "--b\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"../../x\"; filename=\"/etc/passwd\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"\u0000\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n99999999999999999999\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"image\"\r\nContent-Transfer-Encoding: x\r\n\r\ny\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"filter\"\r\n\r\n[[[[\r\n--b--",
      })
  void aBrokenFormIsRefused(String form) throws IOException {
    String answer =
        raw(
            "POST /v1/galleries/a/identify HTTP/1.1\r\nHost: localhost\r\n"
                + bearer(identifyA)
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n"
                    .formatted(form.length()),
            form);

    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("xception", "\tat ");
  }

  @Test
  void randomRequestsChangeNothingAndBreakNothing() throws IOException {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    List<UriRouteInfo<?, ?>> routes = routes();
    List<String> keys = List.of("", "kith_x", identifyA, identifyA, revoked, expired);
    for (int i = 0; i < Integer.getInteger("kith.attack.requests", 300); i++) {
      UriRouteInfo<?, ?> route = routes.get(random.nextInt(routes.size()));
      byte[] body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%sContent-Length: %d\r\n"
              .formatted(
                  random.nextInt(8) == 0 ? "FROB" : route.getHttpMethodName(),
                  path(route, random),
                  bearer(keys.get(random.nextInt(keys.size()))),
                  TYPES.get(random.nextInt(TYPES.size())),
                  body.length);
      String answer =
          raw(
              random.nextInt(10) == 0
                  ? new String(mutated(head, random), StandardCharsets.ISO_8859_1)
                  : head,
              new String(body, StandardCharsets.ISO_8859_1));

      assertThat(answer)
          .as("seed %d, request %d: %s", seed, i, head)
          .doesNotContain("HTTP/1.1 5")
          .doesNotContain("\tat ")
          .doesNotContain("Exception");
    }
  }

  private static final List<String> TYPES =
      List.of(
          "Content-Type: application/json\r\n",
          "Content-Type: application/json\r\n",
          "Content-Type: application/json\r\n",
          "Content-Type: multipart/form-data; boundary=b\r\n",
          "Content-Type: multipart/form-data\r\n",
          "Content-Type: application/x-ndjson\r\n",
          "Content-Type: application/merge-patch+json\r\n",
          "Content-Type: ;;;\r\n",
          "Accept: text/html\r\n",
          "");

  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          GALLERY,
          "{\"vector\": [1, 0, 0], \"k\": 3, \"filter\": {\"team\": \"x\"}}",
          "{\"vectors\": [[1, 0, 0], [0, 1, 0]]}",
          "{\"image\": \"R0lGODlhAQABAAAAACw=\"}",
          "{\"label\": \"Elm\", \"metadata\": {\"a\": [1, null, {\"b\": true}]}}",
          "{\"identity\": \"oak\", \"vector\": [1, 0, 0], \"subjects\": \"one\"}",
          "{\"scopes\": [\"admin\"]}",
          "{\"targetFpir\": 0.01, \"cohort\": \"b\"}",
          "{\"vector\": [1e999, -1e999, NaN]}",
          "[".repeat(5_000),
          "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n\r\nGIF89a\r\n--b--\r\n");

  private static final List<String> SEGMENTS =
      List.of(
          "a",
          "b",
          "oak",
          "1",
          "none",
          "..",
          "%2e%2e",
          "%00",
          "%ff",
          "%C3%A9",
          "a%2fb",
          "%",
          "%zz",
          "{gallery}",
          "x".repeat(3_000),
          "'%20OR%201=1",
          "$%7Bjndi:x%7D",
          "*",
          "a;b",
          "?",
          "#");

  private static String path(UriRouteInfo<?, ?> route, Random random) {
    String template = route.getUriMatchTemplate().toPathString();
    return Arrays.stream(template.split("/"))
        .map(
            it ->
                it.startsWith("{") || random.nextInt(12) == 0
                    ? SEGMENTS.get(random.nextInt(SEGMENTS.size()))
                    : it)
        .collect(Collectors.joining("/"));
  }

  /* Half of all stay as they are; in the others bytes are changed, doubled or left out. */
  private static byte[] mutated(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length == 0 || random.nextBoolean()) {
      return bytes;
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  private static List<UriRouteInfo<?, ?>> routes() {
    return server
        .bean(Router.class)
        .uriRoutes()
        .filter(it -> it.getDeclaringType().getPackageName().startsWith("io.kith"))
        .filter(it -> it.getUriMatchTemplate().toPathString().startsWith("/v1/"))
        .filter(it -> !it.getHttpMethodName().equals("HEAD"))
        .collect(Collectors.toList());
  }

  private static String line(UriRouteInfo<?, ?> route) {
    return route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString();
  }

  private static String filled(UriRouteInfo<?, ?> route, String gallery) {
    return route
        .getUriMatchTemplate()
        .toPathString()
        .replace("{gallery}", gallery)
        .replace("{identity}", "oak")
        .replace("{template}", "1")
        .replaceAll("\\{\\w+}", "x");
  }

  private static int status(UriRouteInfo<?, ?> route, String path, String key) throws IOException {
    String type =
        route.getConsumes().isEmpty()
            ? "application/json"
            : route.getConsumes().getFirst().toString();
    String answer =
        raw(
            "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: %s\r\nContent-Length: 2\r\n"
                .formatted(route.getHttpMethodName(), path, bearer(key), type),
            "{}");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String bearer(String key) {
    return key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
  }

  private static String raw(String head) throws IOException {
    return raw(head, "");
  }

  private static String raw(String head, String body) throws IOException {
    try (RawClient client = new RawClient(server.uri("/"))) {
      return client.send(head + "Connection: close\r\n\r\n" + body).answer(PATIENCE);
    }
  }
}
