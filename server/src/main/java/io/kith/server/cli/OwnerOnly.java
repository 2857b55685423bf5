package io.kith.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes what is this user's alone to read, from its first moment: whoever opens a file before it is
 * closed to others reads on.
 */
final class OwnerOnly {

  private OwnerOnly() {}

  /** Opens a new file, in place of one that is there. */
  static OutputStream file(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions(file, "rw-------")));
  }

  /** Makes a folder where there is none; the folders that it is to lie in are as any other. */
  static void folder(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Files.createDirectories(whole, permissions(whole, "rwx------"));
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
