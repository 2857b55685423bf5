package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.IndexException.Problem;
import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.calibration.Progress;
import io.kith.index.codes.SignCodeFormat.Making;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilding an index beside the live one, and going back. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class RebuildTest {

  private static final RebuildPlan ONE_THREAD = new RebuildPlan(null, 1);

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final UnitVector probe = samples.vector();
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void fill() {
    open();
    gallery = Samples.gallery(galleries);
    for (int from = 0; from < 700; from += 100) {
      gallery.enrolAll(
          IntStream.range(from, from + 100)
              .mapToObj(i -> Samples.bulk("i" + i, samples.vector()))
              .toList());
    }
    gallery.put("i7", "Label", Map.of("team", "a"));
    gallery.delete("i9");
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void threadsAreThePlansElseTheSettingsElseHalfOfTheCores() {
    IndexSettings three =
        new IndexSettings(
            Structure.AUTO, 16, 100, 50, 1e-6, Duration.ofSeconds(30), Duration.ZERO, 3);

    assertThat(new RebuildPlan(null, 2).threads(three)).isEqualTo(2);
    assertThat(RebuildPlan.USUAL.threads(three)).isEqualTo(3);
    assertThat(RebuildPlan.USUAL.threads(IndexSettings.DEFAULT))
        .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  @Test
  void answersAreTheSameAfterwardsAndTheGenerationIsHigher() {
    List<Candidate> before = gallery.search(probe, 50, Filter.none());

    RebuildOutcome outcome = gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);

    assertThat(outcome).isInstanceOf(Switched.class);
    assertThat(outcome.report().templates()).isEqualTo(699);
    assertThat(outcome.report().gates())
        .extracting(Gate::name)
        .containsExactly("files", "count", "agreement", "parity");
    assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(before);
    assertThat(gallery.search(probe, 5, new Filter(Map.of("team", Set.of("a")))))
        .extracting(Candidate::identity)
        .containsExactly("i7");
    assertThat(gallery.generation()).isEqualTo(2);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void itIsOpenedAgainAndKeepsItsStructure() {
    List<NewTemplate> many = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      many.add(Samples.template(samples.vector(), "many" + i));
    }
    gallery.enrol("i0", many);
    gallery.upkeep().rebuild(new RebuildPlan(Structure.GRAPH, 2), Progress.NONE);
    assertThat(structureOfAnIdentification()).isEqualTo(SearchReport.Structure.GRAPH);
    List<Candidate> before = gallery.search(probe, 50, Filter.none());
    reopen();

    assertThat(gallery.generation()).isEqualTo(2);
    assertThat(structureOfAnIdentification()).isEqualTo(SearchReport.Structure.GRAPH);
    assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(before);
    assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE).report().structure())
        .isEqualTo("graph");
  }

  private SearchReport.Structure structureOfAnIdentification() {
    return gallery
        .identify(probe, 1, new Threshold(.5, Threshold.Source.REQUEST), Filter.none())
        .search()
        .structure();
  }

  @Test
  void oneThreadGivesOneDigestAndOtherContentAnother() {
    String first = gallery.upkeep().rebuild(ONE_THREAD, Progress.NONE).report().digest();
    String second = gallery.upkeep().rebuild(ONE_THREAD, Progress.NONE).report().digest();
    String graph =
        gallery
            .upkeep()
            .rebuild(new RebuildPlan(Structure.GRAPH, 1), Progress.NONE)
            .report()
            .digest();
    String graphAgain = gallery.upkeep().rebuild(ONE_THREAD, Progress.NONE).report().digest();
    gallery.put("i8", "Other", Map.of());
    String changed = gallery.upkeep().rebuild(ONE_THREAD, Progress.NONE).report().digest();

    assertThat(second).isEqualTo(first).hasSize(64);
    assertThat(graphAgain).isEqualTo(graph).isNotEqualTo(first);
    assertThat(changed).isNotEqualTo(graph);
  }

  @Test
  void severalThreadsDecideAlike() {
    List<Candidate> before = gallery.search(probe, 50, Filter.none());

    gallery.upkeep().rebuild(new RebuildPlan(null, 4), Progress.NONE);

    assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(before);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void anEmptyGalleryIsRebuilt() {
    Gallery empty =
        ((GalleryWrite.Created) galleries.put("empty", Samples.MODEL, new ThresholdRule.Usual()))
            .gallery();

    assertThat(empty.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
        .isInstanceOf(Switched.class);
    Samples.enrol(empty, "a", probe);
    assertThat(empty.search(probe, 1, Filter.none())).hasSize(1);
  }

  @Test
  void whatChangesMeanwhileIsInTheNewGeneration() {
    UnitVector late = samples.vector();

    gallery
        .upkeep()
        .rebuild(
            RebuildPlan.USUAL,
            Progress.NONE,
            _ -> {
              Samples.enrol(gallery, "late", late);
              gallery.delete("i3");
              gallery.put("i4", "Renamed", Map.of());
            });

    assertThat(gallery.search(late, 1, Filter.none()).getFirst().identity()).isEqualTo("late");
    assertThat(gallery.search(probe, 1_000, Filter.none()))
        .hasSize(699)
        .noneMatch(it -> it.identity().equals("i3"))
        .anyMatch(it -> "Renamed".equals(it.label()));
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void rollbackGoesBackWithAllChangesSince() {
    gallery.upkeep().rebuild(new RebuildPlan(Structure.GRAPH, 1), Progress.NONE);
    UnitVector late = samples.vector();
    Samples.enrol(gallery, "late", late);
    gallery.delete("i5");
    gallery.put("i6", "Renamed", Map.of());
    List<Candidate> before = gallery.search(probe, 1_000, Filter.none());
    reopen();

    RebuildOutcome outcome = gallery.upkeep().rollback();

    assertThat(outcome).isInstanceOf(Switched.class);
    assertThat(gallery.generation()).isEqualTo(1);
    assertThat(outcome.report().structure()).isEqualTo("auto");
    assertThat(gallery.search(probe, 1_000, Filter.none())).isEqualTo(before);
    assertThat(gallery.search(late, 1, Filter.none()).getFirst().identity()).isEqualTo("late");
    assertThat(galleries.check().faults()).isEmpty();
    Samples.enrol(gallery, "later", samples.vector());
    reopen();
    assertThat(gallery.generation()).isEqualTo(1);
    assertThat(gallery.upkeep().rollback().report().to()).isEqualTo(2);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void onlyThePreviousGenerationIsKept() throws IOException {
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    assertThat(generations()).containsExactlyInAnyOrder("2", "3");

    gallery.upkeep().prune();

    assertThat(generations()).containsExactly("3");
    assertThatThrownBy(gallery.upkeep()::rollback)
        .isInstanceOfSatisfying(
            IndexException.class, it -> assertThat(it.problem()).isEqualTo(Problem.NO_PREVIOUS));
  }

  @Test
  void aPurgeLeavesNothingDeletedInThePreviousGeneration() throws IOException {
    byte[] erased = VectorBytes.encode(gallery.vector("i3", template("i3")).orElseThrow());
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    gallery.delete("i3");
    assertThat(filesWith(erased)).isNotEmpty();

    galleries.purge(Progress.NONE);

    assertThat(filesWith(erased)).isEmpty();
    List<Candidate> before = gallery.search(probe, 50, Filter.none());
    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
    assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(before);
  }

  private String template(String identity) {
    return gallery.templates(identity).getFirst().id();
  }

  private List<Path> filesWith(byte[] bytes) throws IOException {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(generation())) {
      return files.filter(Files::isRegularFile).filter(it -> read(it).contains(wanted)).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoAtOnceAreRefused() {
    List<Throwable> second = new ArrayList<>();

    gallery
        .upkeep()
        .rebuild(
            RebuildPlan.USUAL,
            Progress.NONE,
            _ -> {
              for (Runnable other :
                  List.<Runnable>of(
                      () -> gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE),
                      gallery.upkeep()::rollback,
                      gallery.upkeep()::prune)) {
                assertThatThrownBy(other::run).satisfies(second::add);
              }
            });

    assertThat(second)
        .hasSize(3)
        .allSatisfy(
            it ->
                assertThat(it)
                    .isInstanceOf(IndexException.class)
                    .hasMessageContaining("being rebuilt"));
    assertThat(gallery.generation()).isEqualTo(2);
  }

  @Test
  void damagedFilesKeepTheOldGeneration() {
    assertRefused("files", RebuildTest::truncateVectors);
  }

  @Test
  void aLostTemplateKeepsTheOldGeneration() {
    String lost = template("i3");

    assertRefused(
        "count",
        it ->
            change(
                it, writer -> writer.deleteDocuments(new Term(TemplateDocument.TEMPLATE, lost))));
  }

  @Test
  void otherVectorsKeepTheOldGeneration() {
    assertRefused(
        "agreement",
        it ->
            change(
                it,
                writer -> {
                  for (int i = 0; i < 100; i++) {
                    if (i != 9) {
                      String id = gallery.templates("i" + i).getFirst().id();
                      writer.updateDocument(
                          TemplateDocument.withId(id),
                          TemplateDocument.of(
                              new ChangeFeed.IndexedTemplate(
                                  i, id, i, "i" + i, null, "{}", samples.vector())));
                    }
                  }
                }));
  }

  private void assertRefused(String gate, Consumer<Path> spoil) {
    List<Candidate> before = gallery.search(probe, 50, Filter.none());

    RebuildOutcome outcome = gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE, spoil);

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(outcome.report().gates().getLast().name()).isEqualTo(gate);
    assertThat(outcome.report().gates().getLast().passed()).isFalse();
    assertThat(gallery.generation()).isOne();
    assertThat(gallery.search(probe, 50, Filter.none())).isEqualTo(before);
    assertThat(folder.resolve("index")).isDirectoryNotContaining("glob:**/*/2");
    Samples.enrol(gallery, "after", samples.vector());
    assertThat(galleries.check().faults()).isEmpty();
    assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
        .isInstanceOf(Switched.class);
  }

  private static void truncateVectors(Path generation) {
    try (Stream<Path> files = Files.list(generation)) {
      Path vectors = files.filter(it -> it.toString().endsWith(".vec")).findFirst().orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(vectors.toFile(), "rw")) {
        file.setLength(file.length() / 2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Change {
    void with(IndexWriter writer) throws IOException;
  }

  private static void change(Path generation, Change change) {
    try (Directory directory = FSDirectory.open(generation);
        DirectoryReader reader = DirectoryReader.open(directory);
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setCodec(
                        new VectorCodec(
                            IndexStamp.of(Samples.MODEL, Samples.SETTINGS), Making.USUAL)))) {
      change.with(writer);
      writer.setLiveCommitData(reader.getIndexCommit().getUserData().entrySet());
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anInterruptCancelsIt() throws IOException {
    assertThatThrownBy(
            () ->
                gallery
                    .upkeep()
                    .rebuild(RebuildPlan.USUAL, (_, _) -> Thread.currentThread().interrupt()))
        .isInstanceOf(CancellationException.class);

    var _ = Thread.interrupted();
    assertThat(gallery.generation()).isOne();
    assertThat(generations()).containsExactly("1");
    assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
        .isInstanceOf(Switched.class);
  }

  @Test
  void closingOrDeletingTheGalleryEndsIt() throws Exception {
    for (Runnable end : List.<Runnable>of(() -> galleries.delete("g"), galleries::close)) {
      List<Throwable> faults = new ArrayList<>();
      List<Thread> ending = new ArrayList<>();
      Consumer<Path> whileMade =
          _ -> {
            ending.add(Thread.ofVirtual().start(end));
            while (!closing()) {
              Thread.onSpinWait();
            }
          };
      try {
        gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE, whileMade);
      } catch (CancellationException | IndexException e) {
        faults.add(e);
      }
      ending.getFirst().join();

      assertThat(faults).hasSize(1);
      if (galleries.find("g").isEmpty()) {
        gallery = Samples.gallery(galleries);
        Samples.enrol(gallery, "a", probe);
      }
    }
    open();
    assertThat(galleries.check().faults()).isEmpty();
  }

  private boolean closing() {
    try {
      gallery.put("x", null, Map.of());
      return false;
    } catch (IndexException e) {
      return true;
    }
  }

  @Test
  void aGenerationThatIsNotTheStoresIsRemovedAtTheNextStart() throws IOException {
    Path half = Files.createDirectories(generation().resolve("7"));
    Files.writeString(half.resolve("_0.vec"), "half a file");
    reopen();

    assertThat(generations()).containsExactly("1");
    assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
        .isInstanceOf(Switched.class);
  }

  @Test
  void progressRisesToItsEnd() {
    List<Long> heard = new ArrayList<>();
    List<Long> ends = new ArrayList<>();

    gallery
        .upkeep()
        .rebuild(
            RebuildPlan.USUAL,
            (done, all) -> {
              heard.add(done);
              ends.add(all);
            });

    assertThat(heard).isSorted().hasSizeGreaterThan(3);
    assertThat(heard.getLast()).isEqualTo(ends.getLast());
  }

  private void open() {
    galleries =
        Galleries.open(
            folder, Samples.settings(Structure.AUTO, Duration.ofMillis(50)), Samples.CALIBRATION);
  }

  private void reopen() {
    galleries.close();
    open();
    gallery = galleries.find("g").orElseThrow();
  }

  private Path generation() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("index"))) {
      return all.findFirst().orElseThrow();
    }
  }

  private List<String> generations() throws IOException {
    try (Stream<Path> all = Files.list(generation())) {
      return all.map(it -> it.getFileName().toString()).toList();
    }
  }
}
