package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure: looks for the bytes of what was deleted in every file of the folder. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class PurgeTest {

  /* Of a vector: few enough to find a piece of it that was left, too many to be another's. */
  private static final int PIECE_FLOATS = 4;

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final List<UnitVector> kept = new ArrayList<>();
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void fill() {
    open();
    for (int i = 0; i < 300; i++) {
      kept.add(samples.vector());
    }
    enrolTogether(templates("kept-", kept));
  }

  private void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
  }

  private static List<BulkTemplate> templates(String prefix, List<UnitVector> vectors) {
    return IntStream.range(0, vectors.size())
        .mapToObj(i -> Samples.bulk(prefix + i, vectors.get(i)))
        .toList();
  }

  /* In one segment, which is large enough for codes. */
  private void enrolTogether(List<BulkTemplate> batch) {
    assertThat(gallery.enrolAll(batch)).hasSizeGreaterThanOrEqualTo(300);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private UnitVector enrolSecret() {
    UnitVector secret = samples.vector();
    gallery.put("secret-id", "secret-label", Map.of("secret-key", "secret-value"));
    List<BulkTemplate> batch = new ArrayList<>();
    batch.add(Samples.bulk("secret-id", secret));
    batch.addAll(templates("later-", Stream.generate(samples::vector).limit(300).toList()));
    enrolTogether(batch);
    gallery.projection().commit();
    return secret;
  }

  private static List<byte[]> pieces(UnitVector vector) {
    float[] values = vector.values();
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from + PIECE_FLOATS <= values.length; from += PIECE_FLOATS) {
      ByteBuffer piece =
          ByteBuffer.allocate(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < PIECE_FLOATS; i++) {
        piece.putFloat(values[from + i]);
      }
      pieces.add(piece.array());
    }
    return pieces;
  }

  private List<String> filesWith(byte[] bytes) throws IOException {
    return Remains.of(bytes, folder);
  }

  private Set<Path> indexFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("_.*"))
          .collect(Collectors.toSet());
    }
  }

  private void assertGone(UnitVector secret) throws IOException {
    for (byte[] piece : pieces(secret)) {
      assertThat(filesWith(piece)).isEmpty();
    }
    assertThat(filesWith("secret-".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void nothingOfADeletedIdentityIsLeftInAnyFile() throws IOException {
    UnitVector secret = enrolSecret();
    assertThat(filesWith(pieces(secret).getFirst())).hasSizeGreaterThanOrEqualTo(2);

    gallery.delete("secret-id");
    assertThat(filesWith(pieces(secret).getFirst())).isNotEmpty();
    PurgeReport report = galleries.purge(Progress.NONE);

    assertGone(secret);
    assertThat(report.galleries()).isEqualTo(1);
    assertThat(galleries.check().faults()).isEmpty();
    for (UnitVector vector : kept) {
      assertThat(filesWith(pieces(vector).getFirst())).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void segmentsThatHeldADeletedTemplateAreGoneWithTheirCodes() throws IOException {
    enrolSecret();
    gallery.delete("secret-id");
    gallery.projection().commit();
    assertThat(deleted()).isEqualTo(1);
    Set<Path> held = filesOfSegmentsThatHoldSomethingDeleted();
    assertThat(held).anyMatch(file -> file.toString().endsWith(".vec"));
    assertThat(indexFiles()).containsAll(held);

    galleries.purge(Progress.NONE);

    assertThat(deleted()).isZero();
    assertThat(indexFiles()).isNotEmpty().doesNotContainAnyElementsOf(held);
  }

  private Set<Path> filesOfSegmentsThatHoldSomethingDeleted() {
    return gallery
        .projection()
        .search(
            searcher -> {
              Set<Path> files = new HashSet<>();
              for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                if (leaf.reader().hasDeletions()) {
                  SegmentReader segment = (SegmentReader) FilterLeafReader.unwrap(leaf.reader());
                  Directory directory = FilterDirectory.unwrap(segment.directory());
                  for (String file : segment.getSegmentInfo().info.files()) {
                    files.add(((FSDirectory) directory).getDirectory().resolve(file));
                  }
                }
              }
              return files;
            });
  }

  /* A merge copies what is deleted while it goes on; the graph makes it long. */
  @Test
  void whatWasDeletedDuringAMergeIsGoneToo() {
    galleries.close();
    galleries =
        Galleries.open(
            folder, Samples.settings(Structure.GRAPH, Duration.ofSeconds(30)), Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
    for (int batch = 0; batch < 12; batch++) {
      List<UnitVector> vectors = Stream.generate(samples::vector).limit(1_000).toList();
      enrolTogether(templates("batch-" + batch + "-", vectors));
      gallery.delete("batch-" + batch + "-" + samples.below(1_000));
    }

    gallery.upkeep().expunge();

    assertThat(deleted()).isZero();
  }

  private int deleted() {
    return gallery.projection().search(searcher -> searcher.getIndexReader().numDeletedDocs());
  }

  @Test
  void whatWasReplacedIsGoneToo() throws IOException {
    enrolSecret();
    gallery.put("secret-id", "open", Map.of());
    gallery.put("plain", null, Map.of());

    galleries.purge(Progress.NONE);

    byte[] label = "secret-label".getBytes(StandardCharsets.UTF_8);
    assertThat(filesWith(label)).isEmpty();
    assertThat(filesWith("secret-value".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aDeletedGalleryIsGone() throws IOException {
    UnitVector secret = enrolSecret();
    galleries.delete("g");

    galleries.purge(Progress.NONE);

    assertGone(secret);
  }

  private List<byte[]> images(int count) {
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[2_000];
      new Random(i).nextBytes(image);
      images.add(image);
    }
    return images;
  }

  private String enrolImage(String identity, byte[] image, int subject) {
    gallery.put(identity, null, Map.of());
    try (HeldImages _ = gallery.hold(List.of(image))) {
      return gallery
          .enrol(
              identity, List.of(Samples.template(samples.vector(), ContentHash.of(image, subject))))
          .orElseThrow()
          .getFirst()
          .template()
          .id();
    }
  }

  private void keepImages(boolean keep) {
    galleries.put("g", Samples.MODEL, new ThresholdRule.Usual(), keep);
  }

  private List<String> filesWithImage(byte[] image) throws IOException {
    return filesWith(Arrays.copyOfRange(image, 500, 532));
  }

  @Test
  void anImageIsKeptWhileATemplateIsMadeFromIt() throws IOException {
    keepImages(true);
    List<byte[]> images = images(2);
    String first = enrolImage("ada", images.get(0), 0);
    enrolImage("grace", images.get(0), 1);
    enrolImage("grace", images.get(1), 0);
    String hash = ContentHash.of(images.get(0), 0);
    assertThat(gallery.image(hash)).contains(images.get(0));
    assertThat(gallery.image(hash + "/1")).contains(images.get(0));

    gallery.deleteTemplate("ada", first);
    assertThat(filesWithImage(images.get(0))).hasSize(1);
    gallery.delete("grace");

    assertThat(filesWithImage(images.get(0))).isEmpty();
    assertThat(filesWithImage(images.get(1))).isEmpty();
    assertThat(gallery.hasImage(hash)).isFalse();
  }

  @Test
  void imagesAreKeptOnlyWhereTheGallerySaysSoAndGoWhenItSaysSoNoMore() throws IOException {
    byte[] image = images(1).getFirst();
    enrolImage("ada", image, 0);
    assertThat(filesWithImage(image)).isEmpty();

    keepImages(true);
    try (HeldImages _ = gallery.hold(List.of(image))) {
      assertThat(gallery.keepsImages()).isTrue();
    }
    assertThat(filesWithImage(image)).hasSize(1);
    keepImages(false);

    assertThat(filesWithImage(image)).isEmpty();
  }

  @Test
  void anImageOfWhichNoTemplateWasMadeIsNotKept() throws IOException {
    keepImages(true);
    byte[] image = images(1).getFirst();
    try (HeldImages _ = gallery.hold(List.of(image))) {
      assertThat(filesWithImage(image)).hasSize(1);
      galleries.purge(Progress.NONE);
      assertThat(filesWithImage(image)).hasSize(1);
    }
    assertThat(filesWithImage(image)).isEmpty();
  }

  @Test
  void whatACrashLeftOfImagesIsSwept() throws IOException {
    keepImages(true);
    List<byte[]> images = images(3);
    enrolImage("ada", images.get(0), 0);
    Path shelf = folder.resolve("images").resolve(String.valueOf(gallery.key())).resolve("ab");
    Files.createDirectories(shelf);
    Files.write(shelf.resolve(ContentHash.of(images.get(1), 0)), images.get(1));
    Files.write(shelf.resolve(ContentHash.of(images.get(0), 0) + ".1.part"), images.get(2));

    galleries.purge(Progress.NONE);

    assertThat(filesWithImage(images.get(0))).hasSize(1);
    assertThat(filesWithImage(images.get(1))).isEmpty();
    assertThat(filesWithImage(images.get(2))).isEmpty();
  }

  @Test
  void imagesThatACrashLeftWhereTheyAreKeptNoMoreAreSwept() throws IOException {
    keepImages(true);
    byte[] image = images(1).getFirst();
    enrolImage("ada", image, 0);
    assertThat(galleries.purgeIsDue()).isFalse();
    galleries
        .store()
        .write(
            Follower.NONE,
            handle -> {
              new GalleryTable(handle)
                  .update(
                      gallery.row().orElseThrow(),
                      Samples.MODEL.name(),
                      new ThresholdRule.Usual(),
                      false);
              return true;
            });
    galleries.close();

    open();
    assertThat(filesWithImage(image)).hasSize(1);
    assertThat(galleries.purgeIsDue()).isTrue();
    keepImages(false);

    assertThat(filesWithImage(image)).isEmpty();
  }

  @Test
  void imagesOfADeletedGalleryAreGone() throws IOException {
    keepImages(true);
    byte[] image = images(1).getFirst();
    enrolImage("ada", image, 0);

    galleries.delete("g");

    assertThat(filesWithImage(image)).isEmpty();
  }

  @Test
  void nothingIsLeftOfWhatEitherModelMadeOfADeletedIdentity() throws IOException {
    UnitVector secret = enrolSecret();
    UnitVector seen = OtherModel.seen(secret);
    gallery.upkeep().upgrade(OtherModel.plan(false), new OtherModel(), Progress.NONE);
    gallery.projection().commit();
    assertThat(filesWith(pieces(secret).getFirst())).hasSizeGreaterThanOrEqualTo(2);
    assertThat(filesWith(pieces(seen).getFirst())).hasSizeGreaterThanOrEqualTo(2);

    gallery.delete("secret-id");
    galleries.purge(Progress.NONE);

    assertGone(secret);
    assertGone(seen);
    assertThat(filesWith(pieces(kept.getFirst()).getFirst())).isNotEmpty();
    assertThat(gallery.upkeep().rollback()).isInstanceOf(RebuildOutcome.Switched.class);
  }

  @Test
  void whatTheModelBeforeMadeIsGoneOnceItIsRemoved() throws IOException {
    gallery.upkeep().upgrade(OtherModel.plan(false), new OtherModel(), Progress.NONE);
    gallery.upkeep().prune();
    galleries.purge(Progress.NONE);

    assertThat(filesWith(pieces(kept.getFirst()).getFirst())).isEmpty();
    assertThat(filesWith(pieces(OtherModel.seen(kept.getFirst())).getFirst()))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void tombstonesGoOnceNoIndexNeedsThem() {
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    gallery.delete("kept-1");
    assertThat(tombstones()).isEqualTo(1);

    galleries.purge(Progress.NONE);

    assertThat(tombstones()).isZero();
    assertThat(gallery.upkeep().rollback()).isInstanceOf(RebuildOutcome.Switched.class);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void anIndexFromBeforeTheTombstonesThatAreGoneIsMadeAnew(@TempDir Path old) throws IOException {
    galleries.close();
    copy(folder.resolve("index"), old.resolve("index"));
    open();
    gallery.delete("kept-1");
    galleries.purge(Progress.NONE);
    galleries.close();
    IOUtils.rm(folder.resolve("index"));
    copy(old.resolve("index"), folder.resolve("index"));

    open();

    assertThat(gallery.generation()).isEqualTo(2);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void whatWasDeletedSinceACalibrationCountsAfterAPurge() {
    var _ =
        gallery
            .calibrations()
            .measure(new Calibrator(1_000, 1, false, new Effort(1, 1)), null, Progress.NONE);
    for (int i = 0; i < 30; i++) {
      gallery.delete("kept-" + i);
    }

    galleries.purge(Progress.NONE);

    assertThat(gallery.calibrations().changed()).isEqualTo(.1);
  }

  private long tombstones() {
    return galleries
        .store()
        .read(handle -> handle.select("SELECT count(*) FROM tombstone").mapTo(Long.class).one());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void aGalleryThatIsBeingRebuiltKeepsNothingOfAnother() throws IOException {
    UnitVector secret = enrolSecret();
    galleries.put("another", Samples.MODEL, new ThresholdRule.Usual());
    Gallery another = galleries.find("another").orElseThrow();
    Samples.enrol(another, "ada", samples.vector());
    gallery.delete("secret-id");

    another
        .upkeep()
        .rebuild(
            RebuildPlan.USUAL,
            Progress.NONE,
            _ ->
                assertThatThrownBy(() -> galleries.purge(Progress.NONE))
                    .isInstanceOf(IndexException.class)
                    .hasMessageStartingWith("gallery another was not purged"));

    assertGone(secret);
    assertThat(due()).isTrue();
    galleries.purge(Progress.NONE);
    assertThat(due()).isFalse();
  }

  @Test
  void allGalleriesThatWereNotPurgedAreNamed() {
    Gallery another =
        ((GalleryWrite.Created) galleries.put("another", Samples.MODEL, new ThresholdRule.Usual()))
            .gallery();

    rebuild(
        gallery,
        () ->
            rebuild(
                another,
                () ->
                    assertThatThrownBy(() -> galleries.purge(Progress.NONE))
                        .hasMessageContaining("gallery g was not purged")
                        .hasMessageContaining("gallery another was not purged")
                        .satisfies(it -> assertThat(it.getSuppressed()).hasSize(1))));
  }

  private static void rebuild(Gallery gallery, Runnable meanwhile) {
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE, _ -> meanwhile.run());
  }

  @Test
  void aPurgeIsDueOnceAfterADeletion() {
    assertThat(due()).isFalse();
    enrolSecret();
    gallery.delete("secret-id");
    assertThat(due()).isTrue();

    galleries.purge(Progress.NONE);

    assertThat(due()).isFalse();
  }

  @Test
  void aPurgeIsDueThoughTheClockWasAheadWhenTheLastOneEnded() {
    galleries
        .store()
        .write(
            Follower.NONE,
            handle -> handle.execute("UPDATE erasure SET purged = ?", Long.MAX_VALUE / 2));
    gallery.delete("kept-1");

    assertThat(due()).isTrue();
  }

  private boolean due() {
    return galleries.purgeIsDue();
  }

  @Test
  void enrolmentsAndSearchesGoOnBeside() throws InterruptedException {
    Thread purging =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    gallery.delete("kept-" + i);
                    galleries.purge(Progress.NONE);
                  }
                });
    int enrolled = 0;
    while (purging.isAlive()) {
      UnitVector vector = samples.vector();
      Samples.enrol(gallery, "beside-" + enrolled++, vector);
      assertThat(gallery.search(vector, 1, Filter.none()).getFirst().cosine()).isGreaterThan(.999);
    }
    purging.join();

    assertThat(enrolled).isPositive();
    assertThat(gallery.info().templates()).isEqualTo(295 + enrolled);
    assertThat(galleries.check().faults()).isEmpty();
  }
}
