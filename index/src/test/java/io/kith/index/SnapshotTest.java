package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class SnapshotTest {

  private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LATER = "a later image".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final Samples samples = new Samples(Samples.seed());
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery =
        ((GalleryWrite.Created)
                galleries.put("g", Samples.MODEL, new ThresholdRule.Fixed(.5), true))
            .gallery();
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void isAllThatThereWasAndNothingThatCameOrWentAfterwards() throws IOException {
    UnitVector kept = samples.vector();
    UnitVector deleted = samples.vector();
    UnitVector later = samples.vector();
    enrolImage("kept", kept, IMAGE);
    Samples.enrol(gallery, "deleted", deleted);

    try (Snapshot snapshot = galleries.snapshot()) {
      gallery.delete("deleted");
      enrolImage("later", later, LATER);
      restore(snapshot);
    }

    try (Galleries restored = Galleries.open(elsewhere, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery there = restored.find("g").orElseThrow();
      assertThat(there.rule()).isEqualTo(new ThresholdRule.Fixed(.5));
      assertThat(nearest(there, kept)).isEqualTo("kept");
      assertThat(nearest(there, deleted)).isEqualTo("deleted");
      assertThat(there.identity("later")).isEmpty();
      assertThat(there.image(ContentHash.of(IMAGE, 0))).contains(IMAGE);
      assertThat(restored.check().faults()).isEmpty();
    }
    assertThat(imagesIn(elsewhere)).hasSize(1);
  }

  @Test
  void anImageOfSeveralSubjectsIsOneFile() throws IOException {
    gallery.put("a", null, Map.of());
    try (HeldImages _ = gallery.hold(List.of(IMAGE))) {
      gallery.enrol(
          "a",
          List.of(
              Samples.template(samples.vector(), ContentHash.of(IMAGE, 0)),
              Samples.template(samples.vector(), ContentHash.of(IMAGE, 1))));
    }

    assertThat(names()).containsExactly("kith.db", imagesIn(folder).getFirst());
  }

  @Test
  void contentsThatClientsNamedLeadToNoFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    gallery.put("a", null, Map.of());
    gallery.enrol(
        "a", List.of(Samples.template(samples.vector(), "../../../../" + secret.getFileName())));
    gallery.enrol("a", List.of(Samples.template(samples.vector(), "x")));

    assertThat(names()).containsExactly("kith.db");
  }

  @Test
  void itsCopyIsGoneWhenItIsClosedAndWhenTheProcessWasKilled() throws IOException {
    galleries.snapshot().close();
    assertThat(copies()).isEmpty();

    // Never closed: as a process leaves it that is killed.
    var _ = galleries.snapshot();
    assertThat(copies()).hasSize(1);
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);

    assertThat(copies()).isEmpty();
  }

  private void enrolImage(String identity, UnitVector vector, byte[] image) {
    gallery.put(identity, null, Map.of());
    try (HeldImages _ = gallery.hold(List.of(image))) {
      gallery.enrol(identity, List.of(Samples.template(vector, ContentHash.of(image, 0))));
    }
  }

  private void restore(Snapshot snapshot) throws IOException {
    try (Stream<SnapshotFile> files = snapshot.files()) {
      for (SnapshotFile file : files.toList()) {
        Path target = elsewhere.resolve(file.name());
        Files.createDirectories(target.getParent());
        Files.copy(file.content(), target);
      }
    }
  }

  private List<String> names() {
    try (Snapshot snapshot = galleries.snapshot();
        Stream<SnapshotFile> files = snapshot.files()) {
      return files.map(SnapshotFile::name).toList();
    }
  }

  private static List<String> imagesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
      return files
          .filter(Files::isRegularFile)
          .map(it -> folder.relativize(it).toString())
          .toList();
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.getFileName().toString().startsWith("snapshot-")).toList();
    }
  }

  private static String nearest(Gallery gallery, UnitVector probe) {
    return gallery.search(probe, 1, Filter.none()).getFirst().identity();
  }
}
