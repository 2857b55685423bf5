package io.kith.server.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.kith.config.FileFailure;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a command writes what it takes out of Kith: a file of this user's alone, or stdout. */
final class WholeFile {

  private WholeFile() {}

  /**
   * Writes; a file is there whole or not at all. A pipe, a device or a link is written to as it is.
   *
   * @param file null for stdout
   * @throws ProblemException when it cannot be written; as {@code writer} does
   */
  static void write(@Nullable Path file, Consumer<OutputStream> writer) {
    if (file == null || isNoFile(file)) {
      try (OutputStream out = new BufferedOutputStream(open(file))) {
        writer.accept(out);
      } catch (IOException | UncheckedIOException e) {
        throw failed(file == null ? Path.of("stdout") : file, e);
      }
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (AtExit _ = AtExit.run(() -> part.toFile().delete())) {
      try (OutputStream out = new BufferedOutputStream(OwnerOnly.file(part))) {
        writer.accept(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UncheckedIOException e) {
      throw failed(file, e);
    } finally {
      part.toFile().delete();
    }
  }

  /** What to say of a file that is written; nothing of stdout, a pipe or a device. */
  static Optional<String> written(@Nullable Path file) {
    return Optional.ofNullable(file)
        .filter(Files::isRegularFile)
        .map(it -> "kith: wrote %s, %,d bytes".formatted(it, it.toFile().length()));
  }

  /* To put a file in its place would take it from those who use it. */
  private static boolean isNoFile(Path file) {
    return Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  private static OutputStream open(@Nullable Path file) throws IOException {
    // Bytes as they are: a writer would change what the terminal's character set lacks.
    return file == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(file);
  }

  private static ProblemException failed(Path what, Exception e) {
    return ProblemKind.INVALID_REQUEST.with(FileFailure.unwritable(what, e));
  }
}
