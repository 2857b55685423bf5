package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after closing and opening again, whatever became of the index meanwhile. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class RestartTest {

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final UnitVector probe = samples.vector();

  @Test
  void everythingIsThereAgain() {
    List<Candidate> before = fill();

    assertSameAnswers(Samples.SETTINGS, before, 1);
  }

  @Test
  void aDeletedIndexIsBuiltAnew() throws IOException {
    List<Candidate> before = fill();
    IOUtils.rm(folder.resolve("index"));

    assertSameAnswers(Samples.SETTINGS, before, 2);
  }

  @Test
  void anIndexWithoutItsCommitIsBuiltAnew() throws IOException {
    List<Candidate> before = fill();
    for (Path file : files()) {
      if (file.getFileName().toString().startsWith("segments")) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    assertSameAnswers(Samples.SETTINGS, before, 2);
  }

  @Test
  void aTruncatedIndexIsBuiltAnew() throws IOException {
    List<Candidate> before = fill();
    Path vectors =
        files().stream().filter(it -> it.toString().endsWith(".vec")).findFirst().orElseThrow();
    try (RandomAccessFile file = new RandomAccessFile(vectors.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }

    assertSameAnswers(Samples.SETTINGS, before, 2);
  }

  @Test
  void anIndexOfOtherSettingsIsBuiltAnew() {
    List<Candidate> before = fill();

    assertSameAnswers(Samples.settings(Structure.GRAPH, Duration.ofSeconds(30)), before, 2);
  }

  @Test
  void changesAfterTheLastCommitOfTheIndexAreCaughtUpWith() throws IOException {
    fill();
    Path copy = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-copy"));
    copy(folder.resolve("index"), copy);
    List<Candidate> after;
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      Samples.enrol(gallery, "new", probe);
      gallery.delete("i3");
      gallery.put("i4", "Label", Map.of("a", 1));
      after = gallery.search(probe, 50, Filter.none());
    }
    IOUtils.rm(folder.resolve("index"));
    copy(copy, folder.resolve("index"));

    assertSameAnswers(Samples.SETTINGS, after, 1);
    IOUtils.rm(copy);
  }

  @Test
  void whatIsLeftOfDeletedGalleriesIsRemoved() throws IOException {
    fill();
    Path leftover = Files.createDirectories(folder.resolve("index").resolve("999").resolve("1"));
    Files.writeString(leftover.resolve("file"), "x");

    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThat(galleries.list()).hasSize(1);
      assertThat(leftover.getParent()).doesNotExist();
    }
  }

  @Test
  void aFolderIsOpenedOnce() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThat(galleries.list()).isEmpty();
      assertProblem(Problem.LOCKED);
    }
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThat(galleries.check().clean()).isTrue();
    }
  }

  @Test
  void aStoreOfANewerReleaseIsRefused() {
    fill();
    Jdbi.create("jdbc:sqlite:" + folder.resolve("kith.db"))
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                        + " checksum, installed_by, installed_on, execution_time, success)"
                        + " VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 1, 'test', '2030-01-01 00:00:00.000', 1, 1)"));

    assertProblem(Problem.NEWER_SCHEMA);
  }

  @Test
  void whatIsNoStoreIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("kith.db"), "this is not a database, however long the text is".repeat(100));

    assertProblem(Problem.CORRUPT);
  }

  @Test
  void theRowsOfDeletedTemplatesAreGone() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = Samples.gallery(galleries);
      Samples.enrol(gallery, "a", probe);
      gallery.delete("a");
    }

    List<Integer> rows =
        Jdbi.create("jdbc:sqlite:" + folder.resolve("kith.db"))
            .withHandle(
                handle ->
                    List.of(
                        handle.select("SELECT count(*) FROM template").mapTo(Integer.class).one(),
                        handle.select("SELECT count(*) FROM identity").mapTo(Integer.class).one(),
                        handle
                            .select("SELECT count(*) FROM tombstone")
                            .mapTo(Integer.class)
                            .one()));
    assertThat(rows).containsExactly(0, 0, 1);
  }

  private List<Candidate> fill() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = Samples.gallery(galleries);
      for (int i = 0; i < 40; i++) {
        Samples.enrol(gallery, "i" + i, samples.vector());
      }
      gallery.delete("i39");
      return gallery.search(probe, 50, Filter.none());
    }
  }

  private void assertSameAnswers(
      IndexSettings settings, List<Candidate> expected, long generation) {
    try (Galleries galleries = Galleries.open(folder, settings, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(expected);
      assertThat(gallery.generation()).isEqualTo(generation);
      assertThat(gallery.appliedSequence()).isEqualTo(gallery.sequence());
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  private void assertProblem(Problem problem) {
    assertThatThrownBy(() -> Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION).close())
        .isInstanceOfSatisfying(
            IndexException.class,
            it -> assertThat(it.problem()).as(String.valueOf(it.getCause())).isEqualTo(problem));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
