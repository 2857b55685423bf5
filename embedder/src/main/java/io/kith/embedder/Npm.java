package io.kith.embedder;

import io.kith.config.Installable;
import io.kith.config.ModelCard;
import io.kith.embedder.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The npm client of this machine, which knows the registry to ask and how to reach it.
 *
 * @param command the program
 * @param timeout how long a download may take
 */
record Npm(String command, Duration timeout) {

  /** npm from the path, with ten minutes for a download. */
  static final Npm DEFAULT = new Npm("npm", Duration.ofMinutes(10));

  /**
   * Fetches the tarball of a package.
   *
   * @param card what wants it, named in messages
   * @param folder an existing empty folder that receives it
   * @return the tarball
   * @throws ModelException when npm is missing, fails, or takes too long
   */
  Path pack(Installable card, ModelCard.Source source, Path folder) {
    String id = source.npm() + "@" + source.version();
    Path log = folder.resolve("npm.log");
    Process process = start(card, id, folder, log);
    try {
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        throw failed(card, "npm did not fetch %s within %s".formatted(id, timeout), id);
      }
      if (process.exitValue() != 0) {
        throw failed(
            card,
            "npm could not fetch %s (exit code %d): %s"
                .formatted(id, process.exitValue(), Files.readString(log).strip()),
            id);
      }
      return tarball(card, id, folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(
          Problem.INTERRUPTED, "the installation of %s was interrupted".formatted(card.name()), e);
    } catch (IOException e) {
      throw new ModelException(
          Problem.INSTALL_FAILED, "npm's answer cannot be read in %s: %s".formatted(folder, e), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private Process start(Installable card, String id, Path folder, Path log) {
    try {
      return new ProcessBuilder(
              command,
              "pack",
              id,
              "--ignore-scripts",
              "--pack-destination",
              folder.toAbsolutePath().toString())
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new ModelException(
          Problem.INSTALL_FAILED, "npm was not found; " + elsewhere(card, id), e);
    }
  }

  private static Path tarball(Installable card, String id, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> tarballs = files.filter(file -> file.toString().endsWith(".tgz")).toList();
      if (tarballs.size() != 1) {
        throw failed(card, "npm left %d tarballs of %s".formatted(tarballs.size(), id), id);
      }
      return tarballs.getFirst();
    }
  }

  private static ModelException failed(Installable card, String what, String id) {
    return new ModelException(
        Problem.INSTALL_FAILED, what + "; try again, or " + elsewhere(card, id));
  }

  private static String elsewhere(Installable card, String id) {
    return "on a machine with npm run `npm pack %s` and then `%s`"
        .formatted(id, card.installCommand());
  }
}
