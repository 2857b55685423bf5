package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index that cannot be written while the store can: its folder is taken away, and a file in its
 * place keeps a new one from being made.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class IndexFaultTest {

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;
  private final Samples samples = new Samples(Samples.seed());
  private final Map<String, UnitVector> acknowledged = new HashMap<>();

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void searchesGoOnAndTheIndexCatchesUpWhenItCanBeWrittenAgain() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    enrol("b");
    Path obstacle = breakIndex();

    for (String failing : List.of("c", "d", "e")) {
      assertThatThrownBy(() -> enrol(failing)).isInstanceOf(IndexException.class);
      assertAcknowledgedFound();
    }
    Files.delete(obstacle);
    enrol("f");

    assertAcknowledgedFound();
    assertThat(gallery.generation()).isEqualTo(2);
    assertThat(gallery.appliedSequence()).isEqualTo(gallery.sequence());
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void whatWasMadeDurableIsCountedThoughTheIndexCannotFollow() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    gallery.put("b", null, Map.of());
    gallery.put("c", null, Map.of());
    Path obstacle = breakIndex();

    for (String identity : List.of("b", "c")) {
      assertThatThrownBy(
              () -> gallery.enrol(identity, List.of(Samples.template(samples.vector(), identity))))
          .isInstanceOf(IndexException.class);
    }
    assertThat(gallery.enrolled()).isEqualTo(3);
    assertThatThrownBy(() -> gallery.delete("b")).isInstanceOf(IndexException.class);
    assertThat(gallery.enrolled()).isEqualTo(2);

    Files.delete(obstacle);
    gallery.catchUp();
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void theIndexCatchesUpWithoutAnotherChange() throws Exception {
    open(Samples.settings(Structure.AUTO, Duration.ofMillis(20)));
    enrol("a");
    Path obstacle = breakIndex();
    assertThatThrownBy(() -> enrol("b")).isInstanceOf(IndexException.class);
    Files.delete(obstacle);

    for (int i = 0; i < 500 && gallery.appliedSequence() < gallery.sequence(); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    assertThat(gallery.appliedSequence()).isEqualTo(gallery.sequence());
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void closingLetsGoOfTheFolderThoughAnIndexCannotBeCommitted() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    Path obstacle = breakIndex();
    assertThatThrownBy(() -> enrol("b")).isInstanceOf(IndexException.class);
    galleries.close();
    galleries.close();
    Files.delete(obstacle);

    open(Samples.SETTINGS);

    assertAcknowledgedFound();
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void aGalleryWhoseIndexCouldNotBeMadeIsUsedOnceItCan() throws IOException {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    IOUtils.rm(folder.resolve("index"));
    Path obstacle = Files.createFile(folder.resolve("index"));
    assertThatThrownBy(() -> galleries.put("g", Samples.MODEL, new ThresholdRule.Usual()))
        .isInstanceOf(IndexException.class);
    gallery = galleries.find("g").orElseThrow();
    assertThat(gallery.info().walked()).isFalse();
    assertThat(gallery.appliedSequence()).isZero();
    Files.delete(obstacle);

    assertThat(galleries.put("g", Samples.MODEL, new ThresholdRule.Usual()))
        .isInstanceOf(GalleryWrite.Updated.class);
    gallery = galleries.find("g").orElseThrow();
    enrol("a");

    assertAcknowledgedFound();
  }

  @Test
  void aGenerationThatCouldNotFollowItsSwitchIsSearchedWithTheNextChange() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    GalleryProjection projection = gallery.projection();
    Generation live = projection.generation();
    Generation next = new Generation(live.number() + 1, live.structure(), live.model());
    GalleryIndex full = projection.create(next);
    full.stopWriting();
    projection.offer(new GalleryProjection.Candidate(next, full));
    assertThatThrownBy(
            () ->
                galleries
                    .store()
                    .write(
                        projection,
                        handle -> {
                          new GalleryTable(handle).switchGeneration(gallery.key(), next);
                          return true;
                        }))
        .isInstanceOf(IndexException.class);
    projection.offer(null);
    full.abandon();
    assertAcknowledgedFound();

    enrol("b");

    assertThat(gallery.generation()).isEqualTo(next.number());
    assertAcknowledgedFound();
    gallery.upkeep().expunge();
    assertThat(gallery.upkeep().rollback()).isInstanceOf(RebuildOutcome.Switched.class);
    assertAcknowledgedFound();
  }

  @Test
  void whatWasNotCommittedBeforeAFaultIsNotWrittenOverWhatCameSince() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    GalleryIndex index = switchToAnIndexAtHand();
    gallery.projection().commit();
    enrol("b");
    UnitVector secret = samples.vector();
    Samples.enrol(gallery, "secret", secret);
    index.stopWriting(); // as a full disk or a failed merge does

    gallery.delete("secret");
    enrol("c");
    gallery.projection().commit();
    galleries.purge(Progress.NONE);

    assertAcknowledgedFound();
    assertThat(galleries.check().faults()).isEmpty();
    assertThat(Remains.of(VectorBytes.encode(secret), folder)).isEmpty();
  }

  private GalleryIndex switchToAnIndexAtHand() throws IOException {
    GalleryProjection projection = gallery.projection();
    Generation live = projection.generation();
    Generation next = new Generation(live.number() + 1, live.structure(), live.model());
    GalleryIndex index = projection.create(next);
    new Switchover(galleries.store(), projection, gallery.key(), live.model().number())
        .switchTo(next, index, live, _ -> {});
    return index;
  }

  @Test
  void aRollbackThatIsCancelledKeepsTheGenerationBefore() throws IOException {
    open(Samples.SETTINGS);
    enrol("a");
    assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
        .isInstanceOf(RebuildOutcome.Switched.class);
    Path before = folder.resolve("index").resolve(gallery.key() + "").resolve("1");
    List<Path> files = files(before);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> gallery.upkeep().rollback()).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(files(before)).isEqualTo(files);
    assertThat(gallery.generation()).isEqualTo(2);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void aRebuildThatIsCancelledOnceItHasSwitchedHasSucceeded() throws Exception {
    open(Samples.SETTINGS);
    enrol("a");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () ->
                    galleries
                        .store()
                        .alone(
                            _ -> {
                              held.countDown();
                              await(release);
                            }));
    await(held);
    Thread rebuild =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    outcome.set(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE));
                  } catch (RuntimeException e) {
                    outcome.set(e);
                  }
                });
    waitUntilItSwitches(rebuild);
    rebuild.interrupt();
    release.countDown();
    rebuild.join();
    writer.join();

    assertThat(gallery.generation()).isEqualTo(2);
    assertThat(outcome.get()).isInstanceOf(RebuildOutcome.Switched.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitUntilItSwitches(Thread rebuild) throws InterruptedException {
    while (rebuild.getState() != Thread.State.WAITING
        || Stream.of(rebuild.getStackTrace())
            .noneMatch(it -> it.getClassName().equals(Switchover.class.getName()))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void open(IndexSettings settings) {
    galleries = Galleries.open(folder, settings, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
  }

  private void enrol(String identity) {
    UnitVector vector = samples.vector();
    Samples.enrol(gallery, identity, vector);
    acknowledged.put(identity, vector);
  }

  private void assertAcknowledgedFound() {
    acknowledged.forEach(
        (identity, vector) ->
            assertThat(gallery.search(vector, 1, Filter.none()).getFirst().identity())
                .isEqualTo(identity));
  }

  private Path breakIndex() throws IOException {
    Path index = folder.resolve("index");
    IOUtils.rm(index);
    return Files.createFile(index);
  }
}
