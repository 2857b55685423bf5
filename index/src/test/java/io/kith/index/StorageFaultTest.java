package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real full and read-only file systems, in memory; skipped where this user may not mount one. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class StorageFaultTest {

  @TempDir Path folder;
  private final Samples samples = new Samples(1);

  @Test
  void onAFullDiskWritesFailAndReadsGoOnAndWritesComeBackWithSpace() throws Exception {
    try (Mount mount = Mount.of(folder, "size=6m")) {
      Path ballast = Files.write(mount.path().resolve("ballast"), new byte[2 << 20]);
      try (Galleries galleries =
          Galleries.open(mount.path().resolve("data"), Samples.SETTINGS, Samples.CALIBRATION)) {
        Gallery gallery = Samples.gallery(galleries);
        List<UnitVector> enrolled = new ArrayList<>();

        assertThatThrownBy(() -> enrolUntilFull(gallery, enrolled))
            .isInstanceOfSatisfying(
                IndexException.class,
                it -> assertThat(it.problem()).isEqualTo(Problem.STORAGE_FULL));

        assertThat(enrolled).isNotEmpty();
        assertFound(gallery, enrolled);
        Files.delete(ballast);
        UnitVector late = samples.vector();
        Samples.enrol(gallery, "late", late);
        enrolled.add(late);
        assertFound(gallery, enrolled);
        assertThat(galleries.check().faults()).isEmpty();
      }
    }
  }

  @Test
  void aFailureTellsNothingOfWhomItWasAbout() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThatThrownBy(
              () ->
                  galleries
                      .store()
                      .write(
                          Follower.NONE,
                          handle ->
                              handle
                                  .createUpdate("INSERT INTO nowhere VALUES (:label)")
                                  .bind("label", "Ada Lovelace")
                                  .execute()))
          .satisfies(
              it ->
                  assertThat(Throwables.getStackTrace(it))
                      .contains("nowhere")
                      .doesNotContain("Lovelace"));
    }
  }

  @Test
  void aDamagedIndexIsNoDamagedStore() {
    assertThat(StorageFault.of(new CorruptIndexException("checksum failed", "_0.vec")))
        .hasMessageContaining("rebuild it")
        .extracting(IndexException::problem)
        .isNotEqualTo(Problem.CORRUPT);
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws Exception {
    try (Mount mount = Mount.of(folder, "size=6m")) {
      Galleries.open(mount.path().resolve("data"), Samples.SETTINGS, Samples.CALIBRATION).close();
      mount.remount("ro");

      assertThatThrownBy(
              () ->
                  Galleries.open(
                      mount.path().resolve("data"), Samples.SETTINGS, Samples.CALIBRATION))
          .isInstanceOfSatisfying(
              IndexException.class, it -> assertThat(it.problem()).isEqualTo(Problem.READ_ONLY));
    }
  }

  private void enrolUntilFull(Gallery gallery, List<UnitVector> enrolled) {
    for (int i = 0; i < 100_000; i++) {
      UnitVector vector = samples.vector();
      gallery.put("i" + i, null, Map.of("filler", "x".repeat(2_000)));
      Samples.enrol(gallery, "i" + i, vector);
      enrolled.add(vector);
    }
  }

  private static void assertFound(Gallery gallery, List<UnitVector> enrolled) {
    for (UnitVector vector : enrolled) {
      assertThat(gallery.search(vector, 1, Filter.none()).getFirst().cosine())
          .isGreaterThan(0.9999);
    }
  }

  /** A file system in memory. */
  private record Mount(Path path) implements AutoCloseable {

    static Mount of(Path path, String options) throws IOException, InterruptedException {
      int code = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString());
      assumeTrue(code == 0, "skipped: this user may not mount file systems here");
      return new Mount(path);
    }

    void remount(String options) throws IOException, InterruptedException {
      assertThat(run("mount", "-o", "remount," + options, path.toString())).isZero();
    }

    private static int run(String... command) throws InterruptedException {
      try {
        return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        return -1; // no such command
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      run("umount", path.toString());
    }
  }
}
