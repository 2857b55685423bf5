package io.kith.server.http;

import io.kith.server.api.KeyRequest;
import io.kith.server.api.Scope;
import io.kith.server.service.KeyRing;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A real server on a free port, and a client that sends exactly what a test says; it fails where an
 * answer is not one that the API's document declares.
 */
final class TestServer implements AutoCloseable {

  private static final ApiDocument DOCUMENT = ApiDocument.read();

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestServer(Path home) {
    this(home, Map.of());
  }

  TestServer(Path home, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("kith.home", home.toString());
    all.putIfAbsent("micronaut.server.port", -1);
    context = ApplicationContext.builder().deduceEnvironment(false).properties(all).start();
    server = context.getBean(EmbeddedServer.class).start();
  }

  /** An answer: its status, its headers, and its body as text and as JSON. */
  record Answer(int status, HttpHeaders headers, String text, Map<String, Object> json) {

    String contentType() {
      return header("Content-Type");
    }

    /** The first header of this name; empty when there is none. */
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The JSON objects in the list under a key. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    List<Map<String, Object>> objects(String key) {
      return (List<Map<String, Object>>) Objects.requireNonNull(json.get(key), text);
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Makes a key of these scopes for these galleries; the first one must be admin for all. */
  String key(List<Scope> scopes, List<String> galleries) {
    return bean(KeyRing.class).createKey(new KeyRequest(scopes, galleries, null, null)).secret();
  }

  /** Sends JSON with a key. */
  Answer send(String key, String method, String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(json)));
  }

  URI uri(String path) {
    return URI.create(server.getURI() + path);
  }

  Answer send(String method, String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }

  Answer send(String method, String path) {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest sent = request.build();
      HttpResponse<String> response = client.send(sent, BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      DOCUMENT.check(
          sent.method(), sent.uri().getRawPath(), response.statusCode(), type, response.body());
      Map<String, Object> json =
          type.contains("json") && !type.contains("ndjson")
              ? Objects.requireNonNull(
                  context.getBean(ObjectMapper.class).readValue(response.body(), Map.class))
              : Map.of();
      return new Answer(response.statusCode(), response.headers(), response.body(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }
}
