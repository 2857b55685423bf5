package io.kith.server.http;

import io.kith.config.HomeSettings;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The address of the server that holds the Kith home, kept in the home's file {@code
 * server.address} while it runs, so that commands find it.
 */
@Singleton
public final class ServerAddress implements ApplicationEventListener<ServerStartupEvent> {

  private final Path file;

  ServerAddress(HomeSettings home) {
    file = home.home().resolve("server.address");
  }

  /** The address; empty when no server that runs wrote one. */
  public Optional<URI> read() {
    try {
      List<String> lines = Files.readAllLines(file);
      boolean running =
          lines.size() == 2 && ProcessHandle.of(Long.parseLong(lines.getLast())).isPresent();
      return running ? Optional.of(URI.create(lines.getFirst())) : Optional.empty();
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    String address =
        "%s%n%d%n".formatted(event.getSource().getURI(), ProcessHandle.current().pid());
    try {
      Path written = Files.writeString(file.resolveSibling("server.address.new"), address);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @EventListener
  void onShutdown(ServerShutdownEvent event) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
