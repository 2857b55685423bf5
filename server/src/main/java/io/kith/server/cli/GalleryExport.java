package io.kith.server.cli;

import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Transfers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where an export goes, and where an import comes from: a file, or stdout and stdin. */
final class GalleryExport {

  private GalleryExport() {}

  /** Writes an export; a file is there whole or not at all. */
  static void write(Transfers transfers, String gallery, @Nullable Path file) {
    if (file == null) {
      // Bytes as they are: a writer would change what the terminal's character set lacks.
      try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
        transfers.export(gallery, out);
      } catch (IOException | UncheckedIOException e) {
        throw failed("stdout", e);
      }
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        transfers.export(gallery, out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UncheckedIOException e) {
      throw failed(file.toString(), e);
    } finally {
      part.toFile().delete();
    }
  }

  static void read(Transfers transfers, String gallery, @Nullable Path file, ImportReport report) {
    try (InputStream in =
        file == null ? System.in : new BufferedInputStream(Files.newInputStream(file))) {
      transfers.enrolLines(gallery, in, report);
    } catch (IOException e) {
      throw failed(file == null ? "stdin" : file.toString(), e);
    }
  }

  private static ProblemException failed(String what, Exception e) {
    return ProblemKind.INVALID_REQUEST.with("%s cannot be read or written: %s".formatted(what, e));
  }
}
