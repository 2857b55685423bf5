package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads image files as they are. */
final class ImageFiles {

  private static final long MAX_BYTES = 64L << 20;

  private ImageFiles() {}

  /** The bytes of a file of at most 64 MiB; a refusal begins with its name. */
  static byte[] read(Path file) {
    try {
      return readNamed(file);
    } catch (ProblemException e) {
      throw new ProblemException(e.problem().saying(file + " " + e.problem().reason()));
    }
  }

  /** The same where the refusal is said after its name. */
  static byte[] readNamed(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw ProblemKind.INVALID_REQUEST.with("is a folder; name an image file");
      }
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw ProblemKind.TOO_LARGE.with(
            "has %d bytes; at most %d are read".formatted(bytes, MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw ProblemKind.INVALID_REQUEST.with(FileFailure.unreadable(e));
    } catch (IOException e) {
      throw ProblemKind.UNREADABLE_IMAGE.with(FileFailure.unreadable(e));
    }
  }
}
