package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.client.KithClient;
import io.kith.it.client.KithClients;
import io.kith.server.cli.Main;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code kith serve} in a process of its own, which can be killed, and a client of it. Safe for
 * concurrent requests.
 */
final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(120);

  /* It starts in half the time, and does not live long enough for more to pay. */
  private static final String JVM_FLAGS = "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;
  private final KithClients clients;
  private final ObjectMapper json = ObjectMapper.getDefault();

  private ServerProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
    this.clients = new KithClients(uri);
  }

  /** Starts a server on a home and waits until it answers. */
  static ServerProcess start(Path home) throws IOException, InterruptedException {
    Path address = home.resolve("server.address");
    Files.deleteIfExists(address);
    Path log = home.resolve("server.log");
    Process process = command(home, log, "serve", "--port", "0").start();
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(address) || Files.size(address) == 0) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("no server: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
    return new ServerProcess(process, URI.create(Files.readAllLines(address).getFirst()));
  }

  /** Runs a command on a home, in a process of its own, and returns its exit code. */
  static int run(Path home, Path log, String... arguments)
      throws IOException, InterruptedException {
    return command(home, log, arguments).start().waitFor();
  }

  private static ProcessBuilder command(Path home, Path log, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(distribution().resolve("kith").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KITH_HOME", home.toString());
    builder.environment().put("KITH_JAVA_OPTIONS", JVM_FLAGS);
    builder.environment().remove("KITH_SERVER");
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    return builder;
  }

  /* What operators start, which the build puts beside the server's jar. */
  private static Path distribution() {
    Path jar =
        Path.of(
            URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "the server is started as it is packaged: run mvn verify instead of mvn test");
    }
    return jar.resolveSibling("kith");
  }

  /** An answer: its status and its JSON body. */
  record Answer(int status, Map<String, Object> json) {

    /** The JSON objects in the list under a key. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    List<Map<String, Object>> objects(String key) {
      return (List<Map<String, Object>>) Objects.requireNonNull(json.get(key), json.toString());
    }
  }

  /**
   * Sends JSON.
   *
   * @throws IOException when the server does not answer
   */
  Answer send(String method, String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  /**
   * Sends a file as part {@code image} of a form.
   *
   * @throws IOException when the server does not answer
   */
  Answer upload(String path, byte[] image) throws IOException {
    String boundary = "----kith";
    byte[] head =
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    return send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArrays(List.of(head, image, tail))));
  }

  /**
   * Enrols a folder that holds a folder of images per identity, whose label is the folder's name.
   *
   * @throws IOException when the server does not answer
   */
  void enrol(String gallery, Path folder) throws IOException {
    for (Path images : files(folder)) {
      String label = images.getFileName().toString();
      String identity =
          "/v1/galleries/%s/identities/%s".formatted(gallery, label.replace(' ', '-'));
      send("PUT", identity, "{\"label\": \"%s\"}".formatted(label));
      for (Path image : files(images)) {
        assertThat(upload(identity + "/templates", Files.readAllBytes(image)).status())
            .isEqualTo(200);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      byte[] body = response.body();
      Map<String, Object> answer =
          body.length == 0 ? Map.of() : Objects.requireNonNull(json.readValue(body, Map.class));
      return new Answer(response.statusCode(), answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A typed client of it. */
  KithClient client() {
    return clients.client();
  }

  /** The address that it answers at. */
  URI uri() {
    return uri;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    client.shutdownNow();
    clients.close();
  }

  /** Ends it as {@code kill} does, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not stop within 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
    clients.close();
  }
}
