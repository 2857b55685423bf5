package io.kith.server.cli;

import io.kith.server.api.BulkResult;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Transfers;
import io.micronaut.serde.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Export, import and backup through a server's REST API, by the JDK's HTTP client, which streams
 * both ways through plain streams. Thread-safe.
 */
final class RemoteTransfers implements Transfers {

  private static final int BUFFER = 1 << 16;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final @Nullable String key;
  private final ObjectMapper json;

  RemoteTransfers(URI server, @Nullable String key, ObjectMapper json) {
    this.server = server;
    this.key = key;
    this.json = json;
  }

  @Override
  public void export(String gallery, OutputStream to) {
    receive(request(gallery, "/export"), to, "what came is not all; export again");
  }

  /** {@link io.kith.server.api.Kith#backup}. */
  void backup(OutputStream to) {
    receive(request("/v1/backup"), to, "what came is no backup; make it again");
  }

  private void receive(HttpRequest.Builder request, OutputStream to, String advice) {
    try (InputStream from = answer(request.GET())) {
      copy(from, to);
    } catch (IOException e) {
      throw cutOff(e, advice);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int size = from.read(buffer); size >= 0; size = from.read(buffer)) {
      try {
        to.write(buffer, 0, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void enrolLines(String gallery, InputStream lines, Consumer<BulkResult> each) {
    HttpRequest.Builder request =
        request(gallery, "/templates:bulk")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> lines));
    try (BufferedReader results =
        new BufferedReader(new InputStreamReader(answer(request), StandardCharsets.UTF_8))) {
      for (String line = results.readLine(); line != null; line = results.readLine()) {
        each.accept(Objects.requireNonNull(json.readValue(line, BulkResult.class)));
      }
    } catch (IOException e) {
      throw cutOff(e, "what it enrolled so far stays, import again for the rest");
    }
  }

  private HttpRequest.Builder request(String gallery, String operation) {
    return request(
        "/v1/galleries/%s%s"
            .formatted(URLEncoder.encode(gallery, StandardCharsets.UTF_8), operation));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  private InputStream answer(HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemKind.UNAVAILABLE.with("it was interrupted");
    }
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw new ProblemException(
          Objects.requireNonNull(json.readValue(body.readAllBytes(), Problem.class)));
    }
  }

  private ProblemException cutOff(IOException e, String advice) {
    return ProblemKind.UNAVAILABLE.with(
        "the server at %s broke off: %s; %s".formatted(server, e, advice));
  }
}
