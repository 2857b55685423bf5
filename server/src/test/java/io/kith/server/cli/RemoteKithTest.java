package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micronaut.serde.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of a server that has too much to do; it answers here as a test says. */
final class RemoteKithTest {

  private static final String JOB =
      "{\"id\": \"7\", \"kind\": \"purge\", \"state\": \"%s\", \"done\": 0, \"all\": 0, \"created\": \"2026-01-01T00:00:00Z\"%s}";
  private static final String DONE =
      ", \"result\": {\"galleries\": 3, \"storeBytesBefore\": 2, \"storeBytesAfter\": 1}";

  /** Status, value of Retry-After or nothing, and body. */
  private record Answer(int status, String retryAfter, String body) {}

  private final Queue<Answer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatTheServerHasTooMuchToDoForIsAskedAgain() {
    answers.add(refusal(ProblemKind.TOO_MANY_REQUESTS, "0"));
    answers.add(refusal(ProblemKind.OVERLOADED, "0"));
    answers.add(new Answer(200, "", "{\"galleries\": []}"));

    assertThat(kith(Duration.ofSeconds(60)).galleries().galleries()).isEmpty();

    answers.add(refusal(ProblemKind.OVERLOADED, "0"));
    answers.add(new Answer(200, "", "line"));
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    kith(Duration.ofSeconds(60)).transfers().export("g", exported);
    assertThat(exported.toString(StandardCharsets.UTF_8)).isEqualTo("line");
  }

  @Test
  void itIsNotAskedAgainForLongNorWhereTheServerNamesNoTime() {
    answers.add(refusal(ProblemKind.OVERLOADED, "1"));
    answers.add(refusal(ProblemKind.UNAVAILABLE, ""));

    assertThatThrownBy(() -> kith(Duration.ZERO).galleries())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is(ProblemKind.OVERLOADED)).isTrue());
    assertThatThrownBy(() -> kith(Duration.ofSeconds(60)).galleries())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is(ProblemKind.UNAVAILABLE)).isTrue());
    assertThat(answers).isEmpty();
  }

  @Test
  void aJobIsFollowedOverFailuresThatPass() {
    answers.add(new Answer(202, "", JOB.formatted("waiting", "")));
    answers.add(refusal(ProblemKind.UNAVAILABLE, ""));
    answers.add(refusal(ProblemKind.TOO_MANY_REQUESTS, ""));
    answers.add(new Answer(502, "", "<html>a proxy's words</html>"));
    answers.add(new Answer(200, "", JOB.formatted("succeeded", DONE)));

    assertThat(kith(Duration.ofSeconds(60)).purge((_, _) -> {}).galleries()).isEqualTo(3);
  }

  @Test
  void aJobThatIsGoneIsNotFollowed() {
    answers.add(new Answer(202, "", JOB.formatted("waiting", "")));
    answers.add(refusal(ProblemKind.JOB_NOT_FOUND, ""));

    assertThatThrownBy(() -> kith(Duration.ofSeconds(60)).purge((_, _) -> {}))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is(ProblemKind.JOB_NOT_FOUND)).isTrue());
  }

  @Test
  void aStreamMayTakeLongerToBeginThanAnAnswer() {
    RemoteServer remote =
        new RemoteServer(URI.create("http://127.0.0.1"), null, ObjectMapper.getDefault());

    assertThat(remote.request("/v1/purge").build().timeout()).contains(Duration.ofMinutes(2));
    assertThat(remote.stream("/v1/backup").build().timeout()).contains(Duration.ofMinutes(10));
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaidToBeSo(@TempDir Path folder) throws Exception {
    HttpsServer secret =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secret.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys.p12"))));
    secret.start();
    try {
      URI address = URI.create("https://localhost:" + secret.getAddress().getPort());
      RemoteServer remote = new RemoteServer(address, null, ObjectMapper.getDefault());

      assertThatThrownBy(remote::reachable)
          .hasMessageContainingAll("certificate of the server", "trustStore", "KITH_SERVER");
    } finally {
      secret.stop(0);
    }
  }

  private static SSLContext selfSigned(Path keys) throws Exception {
    char[] password = "changeit".toCharArray();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias kith -keyalg EC -dname CN=localhost -storetype PKCS12 -storepass changeit -keystore "
                        + keys)
                    .split(" "))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(KeyStore.getInstance(keys.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private RemoteKith kith(Duration patience) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    ObjectMapper json = ObjectMapper.getDefault();
    return new RemoteKith(new RemoteServer(address, null, json, patience), json);
  }

  private static Answer refusal(ProblemKind kind, String retryAfter) {
    return new Answer(
        kind.status(),
        retryAfter,
        "{\"type\": \"%s\", \"title\": \"no\", \"status\": %d}"
            .formatted(kind.problem(null).type(), kind.status()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    Answer answer = answers.remove();
    exchange.getRequestBody().readAllBytes();
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
