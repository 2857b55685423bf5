package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.CalibrationSettings;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.ErrorCurve;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

  private static final Calibrator CALIBRATOR = new Calibrator(1_000, 1, false, new Effort(1, 1));

  @TempDir private Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private void enrol(int from, int to) {
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = from; i < to; i++) {
      UnitVector centre = samples.vector();
      batch.add(Samples.bulk("subject-" + i, centre));
      batch.add(Samples.bulk("subject-" + i, samples.near(centre, .05)));
    }
    gallery.enrolAll(batch);
  }

  private Calibration calibrate() {
    return switch (gallery.calibrations().measure(CALIBRATOR, null, Progress.NONE)) {
      case CalibrationOutcome.Calibrated(Calibration made) -> made;
      case CalibrationOutcome.Insufficient few -> throw new AssertionError(few);
    };
  }

  @Test
  void tooFewIdentitiesChangeNothing() {
    enrol(0, 19);
    assertThat(gallery.calibrations().measure(CALIBRATOR, null, Progress.NONE))
        .isEqualTo(new CalibrationOutcome.Insufficient(19, 20));
    assertThat(gallery.calibrations().latest()).isEmpty();
    assertThat(gallery.calibrations().threshold(.05)).isEmpty();
  }

  @Test
  void theThresholdComesFromTheLatestCalibration() {
    enrol(0, 30);
    Calibration made = calibrate();
    Threshold threshold = gallery.calibrations().threshold(.05).orElseThrow();
    assertThat(threshold.source()).isEqualTo(Threshold.Source.CALIBRATION);
    assertThat(threshold.calibration()).isEqualTo(made.id());
    assertThat(gallery.calibrations().fpir(threshold.cosine()).orElseThrow())
        .isCloseTo(.05, within(1e-6));
    assertThat(made.measurement().identities()).isEqualTo(30);
    assertThat(made.measurement().templates()).isEqualTo(60);
  }

  @Test
  void aTargetThatTheGalleryDoesNotSupportHasNoThreshold() {
    enrol(0, 30);
    calibrate();
    assertThat(gallery.calibrations().threshold(.2 / 30 * 1.01)).isPresent();
    assertThat(gallery.calibrations().threshold(.2 / 30 * .99)).isEmpty();
    assertThatThrownBy(() -> gallery.calibrations().threshold(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRarerTargetThanTheGallerySupportsGivesTheStrictestThresholdThatItDoes() {
    enrol(0, 30);
    assertThat(gallery.calibrations().strictestThreshold(1e-5)).isEmpty();
    calibrate();

    assertThat(gallery.calibrations().strictestThreshold(1e-5))
        .isPresent()
        .isEqualTo(gallery.calibrations().threshold(.2 / 30));
    assertThat(gallery.calibrations().strictestThreshold(.05))
        .isEqualTo(gallery.calibrations().threshold(.05));
  }

  @Test
  void theThresholdRisesAsIdentitiesAreEnrolledAndFallsAsTheyGo() {
    enrol(0, 30);
    calibrate();
    double before = gallery.calibrations().threshold(.05).orElseThrow().cosine();
    enrol(30, 60);
    assertThat(gallery.enrolled()).isEqualTo(60);
    assertThat(gallery.calibrations().threshold(.05).orElseThrow().cosine()).isGreaterThan(before);
    for (int i = 30; i < 60; i++) {
      gallery.delete("subject-" + i);
    }
    assertThat(gallery.enrolled()).isEqualTo(30);
    assertThat(gallery.calibrations().threshold(.05).orElseThrow().cosine()).isEqualTo(before);
  }

  @Test
  void identitiesAreCountedByTheirTemplates() {
    gallery.put("nobody", null, Map.of());
    assertThat(gallery.enrolled()).isZero();
    String first = Samples.enrol(gallery, "somebody", samples.vector());
    String second = Samples.enrol(gallery, "somebody", samples.vector());
    assertThat(gallery.enrolled()).isEqualTo(1);
    gallery.deleteTemplate("somebody", first);
    assertThat(gallery.enrolled()).isEqualTo(1);
    gallery.deleteTemplate("somebody", second);
    gallery.deleteTemplate("somebody", second);
    assertThat(gallery.enrolled()).isZero();
    gallery.delete("somebody");
    assertThat(gallery.enrolled()).isZero();
  }

  @Test
  void aRestartKeepsIt() {
    enrol(0, 30);
    Calibration made = calibrate();
    double threshold = gallery.calibrations().threshold(.05).orElseThrow().cosine();
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
    assertThat(gallery.calibrations().latest()).contains(made);
    assertThat(gallery.enrolled()).isEqualTo(30);
    assertThat(gallery.calibrations().threshold(.05).orElseThrow().cosine()).isEqualTo(threshold);
  }

  @Test
  void aStoredOneThatGivesNoThresholdsCountsAsNone() {
    enrol(0, 30);
    Calibration good = calibrate();
    Calibration made = calibrate();
    galleries
        .store()
        .write(
            Follower.NONE,
            handle ->
                handle.execute(
                    """
                    UPDATE calibration SET measurement =
                      json_replace(measurement, '$.all.knots[0].cosine', 'NaN') WHERE id = ?
                    """,
                    made.id()));
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
    assertThat(gallery.calibrations().latest()).isEmpty();
    assertThat(gallery.calibrations().threshold(.05)).isEmpty();
    assertThat(gallery.calibrations().list()).containsExactly(good);
  }

  @Test
  void theLastTwentyAreKept() {
    enrol(0, 20);
    List<String> made = Stream.generate(this::calibrate).limit(22).map(Calibration::id).toList();
    assertThat(gallery.calibrations().list())
        .extracting(Calibration::id)
        .containsExactlyElementsOf(made.reversed().subList(0, 20));
  }

  @Test
  void whatIsMovedMeanwhileIsNotComparedWithItself() {
    enrol(0, 40);
    ErrorCurve before = calibrate().measurement().all();
    AtomicBoolean merged = new AtomicBoolean();

    CalibrationOutcome outcome =
        gallery
            .calibrations()
            .measure(
                CALIBRATOR,
                null,
                (_, _) -> {
                  if (!merged.getAndSet(true)) {
                    gallery.merge(List.of("subject-1", "subject-2"), "subject-3");
                  }
                });

    assertThat(merged).isTrue();
    assertThat(((CalibrationOutcome.Calibrated) outcome).calibration().measurement().all())
        .isEqualTo(before);
  }

  @Test
  void ofTwoMeasurementsAtOnceTheLatestIsTheSameAfterARestart() throws Exception {
    enrol(0, 20);
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 20; i++) {
        for (var made : callers.invokeAll(Collections.nCopies(4, this::calibrate))) {
          made.get();
        }
        assertThat(gallery.calibrations().latest())
            .contains(gallery.calibrations().list().getFirst());
      }
    }
  }

  @Test
  void theLatestIsTheOneThatWasMadeLastThoughTheClockWasSetBack() {
    enrol(0, 30);
    String ahead = "ffffffff-0000-7000-8000-000000000000";
    String last = calibrate().id();
    galleries
        .store()
        .write(
            Follower.NONE,
            handle -> handle.execute("UPDATE calibration SET id = ? WHERE id = ?", ahead, last));
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();

    Calibration made = calibrate();

    assertThat(gallery.calibrations().list().getFirst()).isEqualTo(made);
    assertThat(made.id()).isGreaterThan(ahead);
  }

  @Test
  void suspectsHaveTheIdsOfWhatIsStillEnrolled() {
    enrol(0, 60);
    UnitVector known =
        gallery.vector("subject-7", gallery.templates("subject-7").getFirst().id()).orElseThrow();
    Samples.enrol(gallery, "again", samples.near(known, .01));
    Samples.enrol(gallery, "again", samples.near(known, .02));
    Calibration made = calibrate();
    assertThat(gallery.calibrations().suspects(made).lookAlikes())
        .extracting(it -> List.of(it.first(), it.second()))
        .contains(List.of("subject-7", "again"));
    gallery.delete("again");
    assertThat(gallery.calibrations().suspects(made).lookAlikes())
        .noneMatch(it -> it.second().equals("again"));
  }

  @Test
  void aCohortIsOfTheSameModel() {
    GalleryModel other = new GalleryModel("other", "other", Samples.DIMENSION);
    Gallery strangers = strangers(other);
    assertThatThrownBy(() -> gallery.calibrations().measure(CALIBRATOR, strangers, Progress.NONE))
        .isInstanceOf(ModelMismatchException.class);
  }

  @Test
  void itIsDueAgainWhenEnoughHasChanged() {
    enrol(0, 30);
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isPresent();
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isEmpty();
    enrol(30, 35); // 10 of 60 templates
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isEmpty();
    gallery.delete("subject-3"); // 12 of 60
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isPresent();
  }

  @Test
  void withoutItsCohortItIsNotDoneAgain() {
    Gallery strangers = strangers(Samples.MODEL);
    for (int i = 0; i < 20; i++) {
      Samples.enrol(strangers, "s" + i, samples.vector());
    }
    enrol(0, 30);
    var _ = gallery.calibrations().measure(CALIBRATOR, strangers, Progress.NONE);
    enrol(30, 40);
    Calibration again =
        ((CalibrationOutcome.Calibrated)
                galleries.recalibrate(gallery, Progress.NONE).orElseThrow())
            .calibration();
    assertThat(again.cohort()).isEqualTo("s");
    enrol(40, 60);

    strangers.delete("s0"); // 19 are too few
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isEmpty();
    galleries.delete("s");
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isEmpty();
    strangers(OtherModel.MODEL);
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isEmpty();

    assertThat(gallery.calibrations().latest()).contains(again);
    assertThat(calibrate().cohort()).isNull();
    enrol(60, 90);
    assertThat(galleries.recalibrate(gallery, Progress.NONE)).isPresent();
  }

  private Gallery strangers(GalleryModel model) {
    return ((GalleryWrite.Created) galleries.put("s", model, new ThresholdRule.Usual())).gallery();
  }

  @Test
  void theBackgroundCalibratesByItself() throws InterruptedException {
    enrol(0, 30);
    galleries.close();
    CalibrationSettings eager = new CalibrationSettings(.01, 1_000, .2, Duration.ofMillis(20), 1);
    galleries = Galleries.open(folder, Samples.SETTINGS, eager);
    gallery = galleries.find("g").orElseThrow();
    for (int i = 0; i < 1_000 && gallery.calibrations().latest().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertThat(gallery.calibrations().latest()).isPresent();
  }

  @Test
  void aGalleryThatIsDeletedTakesItsCalibrationsAlong() {
    enrol(0, 20);
    calibrate();
    galleries.delete("g");
    gallery = Samples.gallery(galleries);
    assertThat(gallery.calibrations().list()).isEmpty();
    assertThat(gallery.calibrations().latest()).isEmpty();
  }
}
