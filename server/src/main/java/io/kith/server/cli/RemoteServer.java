package io.kith.server.cli;

import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A server's REST API, asked by the JDK's HTTP client: shows it the key, comes again when it says
 * so, and tells in one way what failed. Thread-safe.
 */
final class RemoteServer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

  /* To the head of the answer, which a stream has late: before it a backup copies the store. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(2);
  private static final Duration BEGUN_WITHIN = Duration.ofMinutes(10);

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTED_WITHIN)
          .build();
  private final URI address;
  private final @Nullable String key;
  private final ObjectMapper json;
  private final Duration patience;

  RemoteServer(URI address, @Nullable String key, ObjectMapper json) {
    this(address, key, json, PATIENCE);
  }

  /**
   * @param patience how long a request is tried again that the server has too much to do for
   */
  RemoteServer(URI address, @Nullable String key, ObjectMapper json, Duration patience) {
    this.address = address;
    this.key = key;
    this.json = json;
    this.patience = patience;
  }

  /**
   * Whether a server answers at the address.
   *
   * @throws ProblemException when one does whose certificate is not trusted
   */
  boolean reachable() {
    try {
      HttpRequest request = request("/health/liveness").GET().build();
      return http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (SSLException e) {
      throw failed(e);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A request for a path, to be sent by {@link #send}. */
  HttpRequest.Builder request(String path) {
    return request(path, ANSWERED_WITHIN);
  }

  /**
   * The same where body or answer is a stream, to be sent by {@link #send} or {@link #sendOnce}.
   */
  HttpRequest.Builder stream(String path) {
    return request(path, BEGUN_WITHIN);
  }

  private HttpRequest.Builder request(String path, Duration within) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(within);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  /** A request with a JSON document as its body. */
  HttpRequest.Builder request(String path, String method, Object body) {
    try {
      return request(path)
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a request. What the server has too much to do for it refuses before it begins, and says
   * when to come again: that is done, for a while.
   *
   * @throws ProblemException when the server refuses it or cannot be reached
   */
  HttpResponse<InputStream> send(HttpRequest.Builder request) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      HttpResponse<InputStream> response = answer(request.build());
      Optional<Duration> wait = wait(response);
      if (wait.isEmpty() || System.nanoTime() + wait.get().toNanos() > end) {
        return accepted(response);
      }
      discard(response);
      LockSupport.parkNanos(wait.get().toNanos());
    }
  }

  /** Sends a request whose body can be read only once. */
  HttpResponse<InputStream> sendOnce(HttpRequest.Builder request) {
    return accepted(answer(request.build()));
  }

  /** The JSON document of an answer. */
  <T> T read(HttpResponse<InputStream> response, Class<T> type) {
    byte[] body = bytes(response);
    try {
      return Objects.requireNonNull(json.readValue(body, type));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Reads over an answer's body, so that its connection serves the next request. */
  void discard(HttpResponse<InputStream> response) {
    var _ = bytes(response);
  }

  private byte[] bytes(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private HttpResponse<InputStream> answer(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** How long to wait before the same is asked again; empty when it need not be. */
  private static Optional<Duration> wait(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
      return Optional.empty();
    }
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(it -> it.matches("[0-9]{1,5}"))
        .map(it -> Duration.ofSeconds(Long.parseLong(it)))
        .map(it -> it.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : it);
  }

  private HttpResponse<InputStream> accepted(HttpResponse<InputStream> response) {
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    byte[] body = bytes(response);
    if (response.statusCode() == ProblemKind.UNAUTHORIZED.status()) {
      throw unauthorized();
    }
    throw new ProblemException(problem(response.statusCode(), body));
  }

  private Problem problem(int status, byte[] body) {
    try {
      return Objects.requireNonNull(json.readValue(body, Problem.class));
    } catch (IOException | RuntimeException _) {
      return ProblemKind.UNAVAILABLE.problem(
          "the server at %s answered with status %d".formatted(address, status));
    }
  }

  private ProblemException unauthorized() {
    return ProblemKind.UNAUTHORIZED.with(
        key == null
            ? "the server at %s wants a key; set KITH_KEY to it, or name a file that holds it with --key-file"
                .formatted(address)
            : "the server at %s refuses the key that KITH_KEY or --key-file gives: it is wrong, has expired or was revoked"
                .formatted(address));
  }

  /** What to tell of an exchange that broke off. */
  ProblemException failed(IOException e) {
    return Stream.<Throwable>iterate(e, it -> it != null, Throwable::getCause)
        .filter(CertificateException.class::isInstance)
        .reduce((_, last) -> last)
        .map(
            it ->
                ProblemKind.UNAVAILABLE.with(
                    """
                    the certificate of the server at %s is not trusted: %s; trust it with \
                    KITH_JAVA_OPTIONS="-Djavax.net.ssl.trustStore=FILE", and set KITH_SERVER to an address that it names"""
                        .formatted(address, it.getMessage())))
        .orElseGet(
            () ->
                ProblemKind.UNAVAILABLE.with(
                    "the server at %s: %s"
                        .formatted(address, e.getMessage() == null ? e : e.getMessage())));
  }

  private static ProblemException interrupted() {
    Thread.currentThread().interrupt();
    return ProblemKind.UNAVAILABLE.with("it was interrupted");
  }
}
