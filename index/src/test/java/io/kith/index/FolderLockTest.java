package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holder of a folder at a time, in this process or another. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class FolderLockTest {

  @TempDir Path folder;

  @Test
  void aRefusedSecondOpenLeavesTheFolderLockedForOtherProcesses() throws Exception {
    try (FolderLock _ = FolderLock.acquire(folder)) {
      assertThatThrownBy(() -> FolderLock.acquire(folder.resolve(".")))
          .isInstanceOf(IndexException.class);

      assertThat(askAnotherProcess()).isEqualTo("LOCKED");
    }
    assertThat(askAnotherProcess()).isEqualTo("OPENED");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FolderLock.acquire(file)).hasMessageContaining("is a file");
  }

  private String askAnotherProcess() throws Exception {
    try (ChildProcess child = ChildProcess.start(Asker.class, folder.toString())) {
      return child.line();
    }
  }

  /** The other process. */
  static final class Asker {

    private Asker() {}

    public static void main(String[] arguments) {
      try (FolderLock _ = FolderLock.acquire(Path.of(arguments[0]))) {
        System.out.println("OPENED");
      } catch (IndexException e) {
        System.out.println(e.problem());
      }
    }
  }
}
