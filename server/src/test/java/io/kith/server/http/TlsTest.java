package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by configuration, with a certificate made here. */
final class TlsTest {

  private static final String PASSWORD = "changeit";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path home;

  @Test
  void theServerSpeaksTlsAndNothingElse() throws Exception {
    Path keys = certificate();
    try (TestServer server =
            new TestServer(
                home,
                Map.of(
                    "micronaut.server.ssl.enabled",
                    true,
                    "micronaut.server.ssl.port",
                    -1,
                    "micronaut.server.ssl.key-store.path",
                    "file:" + keys,
                    "micronaut.server.ssl.key-store.type",
                    "PKCS12",
                    "micronaut.server.ssl.key-store.password",
                    PASSWORD));
        HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(keys)).build();
        HttpClient strange = HttpClient.newHttpClient()) {
      URI uri = server.uri("/v1/galleries");
      assertThat(uri.getScheme()).isEqualTo("https");

      HttpResponse<String> answer =
          trusting.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession()).isPresent();
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThatThrownBy(
              () -> strange.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);
      try (RawClient plain = new RawClient(uri)) {
        plain.send("GET /v1/galleries HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(plain.statusLine(PATIENCE)).doesNotStartWith("HTTP/1.1 2");
      }
    }
  }

  @Test
  void aKeyStoreThatCannotBeOpenedIsSaidAtOnce() throws Exception {
    Path keys = certificate();

    assertRefused(keys.toString(), PASSWORD, "is not there; a file is written file:");
    assertRefused("file:" + keys + "x", PASSWORD, "is not there; a file is written file:");
    assertRefused("file:" + keys, "wrong", "cannot be opened with");
    assertRefused("file:" + Files.writeString(home.resolve("text"), "x"), PASSWORD, "cannot be");
  }

  private void assertRefused(String path, String password, String why) throws IOException {
    Path own = Files.createTempDirectory(home, "home");
    assertThatThrownBy(
            () ->
                new TestServer(
                    own,
                    Map.of(
                        "micronaut.server.ssl.enabled",
                        true,
                        "micronaut.server.ssl.key-store.path",
                        path,
                        "micronaut.server.ssl.key-store.type",
                        "PKCS12",
                        "micronaut.server.ssl.key-store.password",
                        password)))
        .hasStackTraceContaining("micronaut.server.ssl.key-store.path: " + path + " " + why);
  }

  private Path certificate() throws Exception {
    Path keys = home.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "kith",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return keys;
  }

  private static SSLContext trusting(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("kith", store.getCertificate("kith"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
