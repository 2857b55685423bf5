package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The store's one file, copied while it is closed and put back later. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class RestoredBackupTest {

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());

  @Test
  void anIndexThatIsAheadOfARestoredStoreIsBuiltAnew() throws IOException {
    UnitVector kept = samples.vector();
    UnitVector later = samples.vector();
    enrol("kept", kept);
    Path backup = folder.resolve("backup");
    Files.copy(store(), backup);
    enrol("later", later);

    Files.copy(backup, store(), StandardCopyOption.REPLACE_EXISTING);

    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      assertThat(gallery.search(later, 5, Filter.none()))
          .extracting(Candidate::identity)
          .containsExactly("kept");
      Samples.enrol(gallery, "other", later);
      assertThat(gallery.search(later, 1, Filter.none()).getFirst().identity()).isEqualTo("other");
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  @Test
  void onlyAnIndexThatIsDamagedIsWarnedOf() throws IOException {
    enrol("a", samples.vector());
    Path index = folder.resolve("index");

    IOUtils.rm(index); // as a backup has none
    assertThat(loggedOnOpening()).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);

    try (Stream<Path> files = Files.walk(index)) {
      for (Path file : files.filter(it -> it.getFileName().toString().startsWith("seg")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(loggedOnOpening()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(loggedOnOpening()).isEmpty();
  }

  private List<ILoggingEvent> loggedOnOpening() {
    Logger logger = (Logger) LoggerFactory.getLogger(GalleryProjection.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThat(galleries.check().faults()).isEmpty();
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    return log.list;
  }

  @Test
  void anEarlierGenerationThatIsAheadOfARestoredStoreIsNotGoneBackTo() throws IOException {
    UnitVector later = samples.vector();
    enrol("kept", samples.vector());
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      var _ = galleries.find("g").orElseThrow().upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    }
    Path backup = folder.resolve("backup");
    Files.copy(store(), backup);
    enrol("later", later);
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      Samples.enrol(gallery, "deleted", samples.vector());
      gallery.delete("deleted");
      galleries.purge(Progress.NONE); // brings the earlier generation up to date
    }

    Files.copy(backup, store(), StandardCopyOption.REPLACE_EXISTING);

    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      UnitVector fresh = samples.vector();
      Samples.enrol(gallery, "fresh", fresh);
      for (int i = 0; i < 9; i++) { // as many changes as there were before, and more
        gallery.put("fresh", null, Map.of("n", i));
      }
      assertThat(gallery.upkeep().rollback()).isInstanceOf(RebuildOutcome.Switched.class);

      assertThat(gallery.search(later, 5, Filter.none()))
          .extracting(Candidate::identity)
          .containsExactlyInAnyOrder("kept", "fresh");
      assertThat(gallery.search(fresh, 1, Filter.none()).getFirst().identity()).isEqualTo("fresh");
    }
  }

  @Test
  void aClosedStoreIsOneFile() throws IOException {
    enrol("a", samples.vector());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("kith.db", "kith.lock", "index");
    }
  }

  @Test
  void theBytesOfADeletedVectorAreGoneFromAClosedStore() throws IOException {
    UnitVector vector = samples.vector();
    enrol("a", vector);
    assertThat(text()).contains(bytes(vector));

    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      galleries.find("g").orElseThrow().delete("a");
    }

    assertThat(text()).doesNotContain(bytes(vector));
  }

  @Test
  void whatIsLeftOfAnUnfinishedBuildIsRemoved() throws IOException {
    enrol("a", samples.vector());
    Path gallery;
    try (Stream<Path> folders = Files.list(folder.resolve("index"))) {
      gallery = folders.toList().getFirst();
    }
    Files.createDirectories(gallery.resolve("2"));
    Files.writeString(gallery.resolve("2").resolve("_0.vec"), "x");

    enrol("b", samples.vector());

    try (Stream<Path> folders = Files.list(gallery)) {
      assertThat(folders.toList()).isEqualTo(List.of(gallery.resolve("1")));
    }
  }

  private void enrol(String identity, UnitVector vector) {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
      Samples.enrol(gallery, identity, vector);
    }
  }

  private Path store() {
    return folder.resolve("kith.db");
  }

  /* Each byte as a character, so that bytes can be searched for as text. */
  private String text() throws IOException {
    return new String(Files.readAllBytes(store()), StandardCharsets.ISO_8859_1);
  }

  private static String bytes(UnitVector vector) {
    return new String(VectorBytes.encode(vector), StandardCharsets.ISO_8859_1);
  }
}
