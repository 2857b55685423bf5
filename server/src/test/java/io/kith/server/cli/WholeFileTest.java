package io.kith.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the file that a command writes to. */
final class WholeFileTest {

  private static final Consumer<OutputStream> WRITER = to -> say(to, "all");

  @TempDir Path folder;

  private static void say(OutputStream to, String text) {
    try {
      to.write(text.getBytes(UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "before, and longer");

    WholeFile.write(file, WRITER);

    assertThat(file).hasContent("all");
    assertThat(folder).isDirectoryNotContaining(it -> it.endsWith("file.part"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileIsItsOwnersAloneWhateverWasLeftInItsWay() throws IOException {
    Path file = folder.resolve("file");
    Path other = Files.writeString(folder.resolve("other"), "of others");
    Files.createSymbolicLink(folder.resolve("file.part"), other);

    WholeFile.write(file, WRITER);

    assertThat(file).isRegularFile().hasContent("all");
    assertThat(other).hasContent("of others");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsWrittenToAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    WholeFile.write(pipe, WRITER);

    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(read.get()).isEqualTo("all");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkStaysAndWhatItNamesIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "before, and longer");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    WholeFile.write(link, WRITER);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("all");
  }

  /** Writes a part, says so, and goes on for ever. */
  public static final class Slow {

    private Slow() {}

    public static void main(String[] arguments) {
      WholeFile.write(
          Path.of(arguments[0]),
          to -> {
            say(to, "part");
            say(System.out, "begun");
            while (true) {
              Thread.onSpinWait();
            }
          });
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nothingIsLeftWhenTheProcessIsToldToEnd() throws Exception {
    Path file = folder.resolve("file");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Slow.class.getName(),
                file.toString())
            .start();
    assertThat(process.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("begun");
    assertThat(folder.resolve("file.part")).hasContent("part");

    process.destroy();
    process.waitFor();

    assertThat(folder).isEmptyDirectory();
  }
}
