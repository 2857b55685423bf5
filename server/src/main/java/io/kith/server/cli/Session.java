package io.kith.server.cli;

import io.kith.config.ClientSettings;
import io.kith.config.FileFailure;
import io.kith.config.HomeSettings;
import io.kith.index.IndexException;
import io.kith.server.api.Keys;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Transfers;
import io.kith.server.http.ServerAddress;
import io.kith.server.service.BulkEnrolments;
import io.kith.server.service.KeyRing;
import io.kith.server.service.LocalKith;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What a command works with. One rule decides where: the server that {@code KITH_SERVER} names;
 * else the home itself, unless a server holds it; then that server. So a home never has two
 * writers.
 */
final class Session implements AutoCloseable {

  private final ApplicationContext context;

  private Session(ApplicationContext context) {
    this.context = context;
  }

  /** Makes the home where there is none. */
  static Session open() {
    return open(Map.of());
  }

  /**
   * For what makes nothing new.
   *
   * @throws ProblemException when there is neither a home nor a server that {@code KITH_SERVER}
   *     names
   */
  static Session existing() {
    Session session = started(Map.of());
    if (server().isEmpty()) {
      session.checkHome();
    }
    return session;
  }

  /**
   * For what is done to the home itself, which need not be there.
   *
   * @throws ProblemException when {@code KITH_SERVER} names a server, which it is not done through
   */
  static Session ofHome() {
    server()
        .ifPresent(
            it -> {
              throw ProblemKind.INVALID_REQUEST.with(
                  "this is done to the Kith home itself, and KITH_SERVER names the server %s; do it where that server's home is, or unset KITH_SERVER to do it to the home on this machine"
                      .formatted(it));
            });
    return started(Map.of());
  }

  /** The server that {@code KITH_SERVER} names. */
  static Optional<String> server() {
    return Optional.ofNullable(System.getenv("KITH_SERVER")).filter(it -> !it.isBlank());
  }

  static Session open(Map<String, Object> settings) {
    Session session = started(settings);
    session.makeHome();
    return session;
  }

  private static Session started(Map<String, Object> settings) {
    // Lucene logs through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return new Session(
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(settings)
            .start());
  }

  /** The home, which may not be there yet. */
  Path home() {
    return context.getBean(HomeSettings.class).home();
  }

  /** Refuses where there is no home, rather than find nothing in one that it makes. */
  void checkHome() {
    if (!Files.isDirectory(home())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "there is no Kith home %s yet; enrol, galleries create or restore make it, or set KITH_HOME to where it is"
              .formatted(home()));
    }
  }

  /** Makes the home where there is none; what Kith keeps of people is nobody else's to read. */
  void makeHome() {
    Path home = home();
    if (Files.isDirectory(home)) {
      return;
    }
    try {
      OwnerOnly.folder(home);
    } catch (IOException e) {
      throw ProblemKind.UNAVAILABLE.with(
          "the Kith home %s cannot be made: %s; set KITH_HOME to a folder that can be written"
              .formatted(home, FileFailure.reason(e)));
    }
  }

  ApplicationContext context() {
    return context;
  }

  ObjectMapper json() {
    return context.getBean(ObjectMapper.class);
  }

  /** Kith itself, in this process or behind a server. */
  Kith kith() {
    Optional<String> server = server();
    if (server.isPresent()) {
      return remote(address(server.get()));
    }
    return kithOfHome();
  }

  /** Kith of the home, in this process or behind the server that holds it. */
  Kith kithOfHome() {
    try {
      return local();
    } catch (BeanInstantiationException e) {
      if (Failures.cause(e) instanceof IndexException locked
          && locked.problem() == IndexException.Problem.LOCKED) {
        return remote(holder(locked));
      }
      throw e;
    }
  }

  /** Where keys are made, in this process or behind a server. */
  Keys keys() {
    return kith() instanceof RemoteKith remote ? remote : context.getBean(KeyRing.class);
  }

  /** Export and import, in this process or behind a server. */
  Transfers transfers() {
    return kith() instanceof RemoteKith remote
        ? remote.transfers()
        : context.getBean(BulkEnrolments.class);
  }

  /** Of a server; a name with an underscore, for one, is no host's. */
  static URI address(String server) {
    return Optional.of(server)
        .filter(it -> it.matches("https?://[^/\\s]+/?"))
        .flatMap(Session::uri)
        .filter(it -> it.getHost() != null)
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "KITH_SERVER: %s is no address of a server; use one such as http://localhost:5484"
                        .formatted(server)));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Kith in this process. */
  LocalKith local() {
    return context.getBean(LocalKith.class);
  }

  private URI holder(IndexException locked) {
    return context
        .getBean(ServerAddress.class)
        .read()
        .orElseThrow(
            () ->
                ProblemKind.UNAVAILABLE.with(
                    locked.getMessage()
                        + "; where a server is just starting there, try again in a moment"));
  }

  private RemoteKith remote(URI address) {
    RemoteServer server = new RemoteServer(address, key(), json());
    if (!server.reachable()) {
      throw ProblemKind.UNAVAILABLE.with(
          "no Kith server answers at %s; start it with: kith serve".formatted(address));
    }
    return new RemoteKith(server, json());
  }

  private @Nullable String key() {
    ClientSettings settings = context.getBean(ClientSettings.class);
    Path file = settings.keyFile();
    if (file == null) {
      return settings.key();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with("--key-file: " + FileFailure.unreadable(file, e));
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
