package io.kith.server.cli;

import io.kith.server.api.BulkResult;
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
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/** Export, import and backup through a server's REST API, as streams. Thread-safe. */
final class RemoteTransfers implements Transfers {

  private static final int BUFFER = 1 << 16;

  private final RemoteServer server;
  private final ObjectMapper json;

  RemoteTransfers(RemoteServer server, ObjectMapper json) {
    this.server = server;
    this.json = json;
  }

  @Override
  public void export(String gallery, OutputStream to) {
    receive(request(gallery, "/export"), to, "what came is not all; export again");
  }

  /** {@link io.kith.server.api.Kith#backup}. */
  void backup(OutputStream to) {
    receive(server.stream("/v1/backup"), to, "what came is no backup; make it again");
  }

  private void receive(HttpRequest.Builder request, OutputStream to, String advice) {
    try (InputStream from = server.send(request.GET()).body()) {
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
        new BufferedReader(
            new InputStreamReader(server.sendOnce(request).body(), StandardCharsets.UTF_8))) {
      for (String line = results.readLine(); line != null; line = results.readLine()) {
        each.accept(Objects.requireNonNull(json.readValue(line, BulkResult.class)));
      }
    } catch (IOException e) {
      throw cutOff(e, "what it enrolled so far stays, import again for the rest");
    }
  }

  private HttpRequest.Builder request(String gallery, String operation) {
    return server.stream(
        "/v1/galleries/%s%s"
            .formatted(URLEncoder.encode(gallery, StandardCharsets.UTF_8), operation));
  }

  private ProblemException cutOff(IOException e, String advice) {
    return ProblemKind.UNAVAILABLE.with("%s; %s".formatted(server.failed(e).getMessage(), advice));
  }
}
