package io.kith.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups over REST. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class BackupApiTest {

  private static final String PATH = "/v1/backup";

  /* More than what the connection holds on its way. */
  private static final int LARGE = 16 << 20;

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void holdsTheStoreAndTheModelsAndNothingElse() throws Exception {
    write("models/mine/card.yml", "a card".getBytes(UTF_8));
    write("models/.installing-x/part", new byte[1]);
    write("models/mine/run/state.bin", new byte[1]);
    write("audit/audit.jsonl", new byte[1]);
    server.send("PUT", "/v1/galleries/g", "{\"model\": \"m\", \"dimension\": 3}");

    HttpResponse<byte[]> backup = backup();

    assertThat(backup.statusCode()).isEqualTo(200);
    assertThat(backup.headers().firstValue("Content-Type")).contains("application/zip");
    Map<String, byte[]> files = unzip(backup.body());
    assertThat(files.keySet()).containsExactly("data/kith.db", "models/mine/card.yml");
    assertThat(files.get("models/mine/card.yml")).isEqualTo("a card".getBytes(UTF_8));
    assertThat(new String(files.get("data/kith.db"), UTF_8)).startsWith("SQLite format 3");
  }

  @Test
  @Timeout(60)
  void oneIsMadeAtATimeAndOneThatIsBrokenOffLeavesNothing() throws Exception {
    byte[] large = new byte[LARGE];
    new Random(1).nextBytes(large);
    write("models/mine/large", large);

    try (RawClient slow = new RawClient(server.uri(""))) {
      assertThat(begin(slow, "GET")).contains("200");
      var refused = server.send("GET", PATH);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("a backup is being made");
      assertThat(copies()).hasSize(1);
    }

    while (backup().statusCode() != 200) {
      Thread.sleep(50);
    }
    while (!copies().isEmpty()) {
      Thread.sleep(50);
    }
  }

  @Test
  void isForKeysThatMayAdministerAllGalleries() {
    String all = server.key(List.of(Scope.ADMIN), List.of());
    String some = server.key(List.of(Scope.ADMIN), List.of("g"));
    String lesser = server.key(List.of(Scope.ENROL, Scope.IDENTIFY), List.of());

    assertThat(server.send("GET", PATH).status()).isEqualTo(401);
    assertThat(server.send(some, "GET", PATH, "").status()).isEqualTo(403);
    assertThat(server.send(lesser, "GET", PATH, "").status()).isEqualTo(403);
    assertThat(server.send(all, "GET", PATH, "").status()).isEqualTo(200);
  }

  @Test
  void aHeadMakesNone() throws IOException {
    try (RawClient client = new RawClient(server.uri(""))) {
      assertThat(begin(client, "HEAD")).contains("405");
    }
    assertThat(copies()).isEmpty();
  }

  private String begin(RawClient client, String method) throws IOException {
    String host = server.uri("").getAuthority();
    return client
        .send("%s %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(method, PATH, host))
        .answerUpTo("\r\n");
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private HttpResponse<byte[]> backup() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.uri(PATH)).build(), BodyHandlers.ofByteArray());
    }
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("data"))) {
      return files.filter(it -> it.getFileName().toString().startsWith("snapshot-")).toList();
    }
  }
}
