package io.kith.server.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.server.api.ProblemException;
import io.kith.server.api.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no whole backup leave nothing; one that is becomes the home's. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class RestoreTest {

  private static final String STORE = "data/kith.db";

  @TempDir Path home;
  @TempDir Path files;

  @Test
  void whatItHoldsIsThereAndModelsThatAreThereStay() throws IOException {
    write(home.resolve("models/a/card.yml"), "here before");
    Path backup = zip(STORE, "data/images/1/ab/abc", "models/a/card.yml", "models/b/card.yml");

    assertThat(Restore.into(home, backup, Progress.NONE)).containsExactly("a");

    assertThat(home.resolve(STORE)).hasContent(STORE);
    assertThat(home.resolve("data/images/1/ab/abc")).hasContent("data/images/1/ab/abc");
    assertThat(home.resolve("models/a/card.yml")).hasContent("here before");
    assertThat(home.resolve("models/b/card.yml")).hasContent("models/b/card.yml");
    assertThat(names()).containsExactly("data", "models");
  }

  @Test
  void aHomeWithGalleriesIsLeftAsItIs() throws IOException {
    write(home.resolve(STORE), "mine");

    assertRefused(zip(STORE), "set KITH_HOME");

    assertThat(home.resolve(STORE)).hasContent("mine");
  }

  @Test
  void oneThatWasCutOffIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(zip(STORE, "models/a/card.yml"));

    for (int size : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      assertNothingRestored(Files.write(files.resolve("cut"), Arrays.copyOf(whole, size)));
    }
  }

  @Test
  void oneWithADamagedByteIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(zip(STORE));
    bytes[new String(bytes, UTF_8).indexOf(STORE, 40) + 2] ^= 1; // its content, which is its name

    assertNothingRestored(Files.write(files.resolve("damaged"), bytes));
  }

  @Test
  void filesOutsideOfAHomeAreRefused() throws IOException {
    for (String name : List.of("../x", "/x", "data/../../x", "engines/x", "data\0/x", "x")) {
      assertNothingRestored(zip(STORE, name));
    }
    assertThat(home.resolveSibling("x")).doesNotExist();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertNothingRestored(files.resolve("none"));
    assertNothingRestored(files);
    assertNothingRestored(zip("models/a/card.yml"));
    assertNothingRestored(Files.writeString(files.resolve("text"), "no zip"));
  }

  private void assertNothingRestored(Path backup) throws IOException {
    assertRefused(backup, backup.toString());
    assertThat(names()).isEmpty();
  }

  private void assertRefused(Path backup, String why) {
    assertThatThrownBy(() -> Restore.into(home, backup, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(home)) {
      return found.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  /* Files whose content is their name. */
  private Path zip(String... names) throws IOException {
    Path file = files.resolve("backup.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(0);
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(UTF_8));
      }
    }
    return file;
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
