package io.kith.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said of files that were named wrongly. */
final class FileFailureTest {

  private static final Path NAMED = Path.of("photos");

  @Test
  void whatCannotBeReadIsNamedByItsOwnPath() {
    assertThat(FileFailure.unreadable(NAMED, new NoSuchFileException("photos")))
        .isEqualTo("photos does not exist");
    assertThat(
            FileFailure.unreadable(
                NAMED, new UncheckedIOException(new AccessDeniedException("photos/ada"))))
        .isEqualTo("photos/ada may not be read by this user");
    assertThat(FileFailure.unreadable(NAMED, new IOException("Is a directory")))
        .isEqualTo("photos cannot be read: it is a folder, not a file");
    assertThat(FileFailure.unreadable(NAMED, new MalformedInputException(1)))
        .isEqualTo("photos cannot be read: it is not text in UTF-8");
    assertThat(FileFailure.unreadable(new NoSuchFileException("photos")))
        .isEqualTo("does not exist");
  }

  @Test
  void whatCannotBeWrittenIsNamedAsTheUserDid() {
    assertThat(FileFailure.unwritable(Path.of("/a/b"), new NoSuchFileException("/a/b.part")))
        .isEqualTo("/a/b cannot be written: there is no folder /a; make it first");
    assertThat(FileFailure.unwritable(NAMED, new AccessDeniedException("photos.part")))
        .isEqualTo("photos cannot be written: this user may not");
    assertThat(FileFailure.unwritable(NAMED, new FileAlreadyExistsException("photos")))
        .isEqualTo("photos cannot be written: it is no folder");
    assertThat(
            FileFailure.unwritable(
                NAMED, new FileSystemException("photos", null, "No space left on device")))
        .isEqualTo("photos cannot be written: No space left on device");
  }
}
