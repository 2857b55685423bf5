package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.Reembedder.Outcome;
import io.kith.index.UpgradeReport.LeftBehind;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving a gallery to another model, and back. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class UpgradeTest {

  private static final int IDENTITIES = 40;

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final Map<String, UnitVector> centres = new HashMap<>();
  private final OtherModel other = new OtherModel();
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void fill() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = 0; i < IDENTITIES; i++) {
      UnitVector centre = samples.vector();
      centres.put("i" + i, centre);
      for (UnitVector each : List.of(centre, samples.near(centre, .05))) {
        batch.add(
            new BulkTemplate(
                "i" + i, null, Map.of(), Samples.template(each, "image " + batch.size())));
      }
    }
    gallery.enrolAll(batch);
    gallery.put("i7", "Label", Map.of("team", "a"));
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private RebuildOutcome upgrade() {
    return gallery.upkeep().upgrade(OtherModel.plan(false), other, Progress.NONE);
  }

  private static UpgradeReport upgrade(RebuildOutcome outcome) {
    return Objects.requireNonNull(outcome.report().upgrade());
  }

  private UnitVector centre(String identity) {
    return Objects.requireNonNull(centres.get(identity));
  }

  private void enrolVector(String identity, UnitVector vector) {
    gallery.put(identity, null, Map.of());
    gallery.enrol(identity, List.of(Samples.template(vector, "vector " + vector.hashCode())));
  }

  private String nearest(UnitVector probe) {
    return gallery.search(probe, 1, Filter.none()).getFirst().identity();
  }

  private void assertOfTheFirstModel() {
    assertThat(gallery.model()).isEqualTo(Samples.MODEL);
    centres.forEach((identity, centre) -> assertThat(nearest(centre)).isEqualTo(identity));
    assertThat(galleries.check().faults()).isEmpty();
  }

  private void assertOfTheOtherModel() {
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);
    centres.forEach(
        (identity, centre) -> assertThat(nearest(OtherModel.seen(centre))).isEqualTo(identity));
    assertThatThrownBy(() -> nearest(centre("i1"))).isInstanceOf(InvalidVectorException.class);
    assertThat(galleries.check().faults()).isEmpty();
  }

  private void reopen() {
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
  }

  @Test
  void identitiesAndTemplatesStayAndTheModelIsTheOther() {
    Identity labelled = gallery.identity("i7").orElseThrow();
    List<Template> before = gallery.templates("i3");

    RebuildOutcome outcome = upgrade();

    assertThat(outcome).isInstanceOf(Switched.class);
    assertThat(outcome.report().gates())
        .extracting(Gate::name)
        .containsExactly("carried", "errors", "files", "count", "agreement");
    assertThat(gallery.identity("i7").orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("version")
        .isEqualTo(labelled);
    assertThat(gallery.templates("i3"))
        .extracting(Template::id)
        .isEqualTo(before.stream().map(Template::id).toList());
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES);
    assertThat(gallery.info().templates()).isEqualTo(2 * IDENTITIES);
    assertThat(gallery.generation()).isEqualTo(2);
    assertOfTheOtherModel();
    reopen();
    assertOfTheOtherModel();
  }

  @Test
  void theReportComparesBothModelsOnTheSameSearches() {
    UpgradeReport report = upgrade(upgrade());

    Measurement before = Objects.requireNonNull(report.before());
    Measurement after = Objects.requireNonNull(report.after());
    assertThat(report.carried()).isEqualTo(2 * IDENTITIES);
    assertThat(report.leftBehind()).isEmpty();
    assertThat(report.from()).isEqualTo(Samples.MODEL);
    assertThat(report.to()).isEqualTo(OtherModel.MODEL);
    assertThat(before.nonMated()).isEqualTo(after.nonMated());
    assertThat(before.mated()).isEqualTo(after.mated());
    // Half of the dimensions: strangers come nearer.
    assertThat(after.threshold(.05, IDENTITIES)).isGreaterThan(before.threshold(.05, IDENTITIES));
  }

  /* Sees little of what the first model has seen, so that it misses most of the enrolled. */
  private static final Reembedder BLIND =
      source -> {
        Samples noise = new Samples(source.template().hashCode());
        return new Outcome.Embedded(noise.near(OtherModel.seen(source.vector()), 1), 1);
      };

  private RebuildOutcome upgradeToBlind(boolean acceptWorse, boolean dryRun) {
    return gallery
        .upkeep()
        .upgrade(
            OtherModel.plan(OtherModel.MODEL, false, acceptWorse, dryRun), BLIND, Progress.NONE);
  }

  @Test
  void aWorseModelIsRefusedUnlessItIsAccepted() {
    RebuildOutcome refused = upgradeToBlind(false, false);

    assertThat(refused).isInstanceOf(Refused.class);
    Gate gate = refused.report().gates().getLast();
    assertThat(gate.name()).isEqualTo("errors");
    assertThat(gate.passed()).isFalse();
    assertThat(gate.found()).contains("at FPIR 5.00 %").contains("more than chance explains");
    assertThat(gallery.generation()).isOne();
    assertOfTheFirstModel();

    RebuildOutcome accepted = upgradeToBlind(true, false);

    assertThat(accepted).isInstanceOf(Switched.class);
    assertThat(accepted.report().gates().get(1).found()).contains("more than chance explains");
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);
  }

  @Test
  void aDryRunComparesAndChangesNothing() {
    RebuildOutcome compared =
        gallery
            .upkeep()
            .upgrade(OtherModel.plan(OtherModel.MODEL, false, false, true), other, Progress.NONE);

    assertThat(compared).isInstanceOf(RebuildOutcome.Compared.class);
    assertThat(compared.report().gates())
        .extracting(Gate::name)
        .containsExactly("carried", "errors");
    assertThat(compared.report().gates()).allMatch(Gate::passed);
    assertThat(upgrade(compared).before()).isNotNull();
    assertThat(upgrade(compared).after()).isNotNull();
    assertThat(gallery.generation()).isOne();
    assertOfTheFirstModel();
    other.asked.clear();

    assertThat(upgrade()).isInstanceOf(Switched.class);
    assertThat(other.asked).isEmpty();
    assertOfTheOtherModel();
  }

  @Test
  void aDryRunSaysAllThatWouldStopTheMove() {
    enrolVector("v", samples.vector());

    RebuildOutcome compared =
        gallery
            .upkeep()
            .upgrade(
                OtherModel.plan(OtherModel.MODEL, false, false, true),
                source ->
                    other.embed(source) instanceof Outcome.Impossible no ? no : BLIND.embed(source),
                Progress.NONE);

    assertThat(compared.report().gates()).hasSize(2).noneMatch(Gate::passed);
    assertOfTheFirstModel();
  }

  @Test
  void thresholdsComeFromTheOtherModelAndGoBackWithTheFirst() {
    gallery
        .calibrations()
        .measure(new Calibrator(10_000, 1, false, new Effort(1, 1)), null, Progress.NONE);
    String calibration = gallery.calibrations().latest().orElseThrow().id();
    galleries.put("g", Samples.MODEL, new ThresholdRule.Fixed(.42));

    upgrade();

    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Usual());
    String measured = gallery.calibrations().latest().orElseThrow().id();
    assertThat(measured).isNotEqualTo(calibration);
    assertThat(gallery.calibrations().list()).hasSize(1);
    assertThat(gallery.calibrations().changed()).isZero();
    reopen();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Usual());
    assertThat(gallery.calibrations().latest().orElseThrow().id()).isEqualTo(measured);

    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);

    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Fixed(.42));
    assertThat(gallery.calibrations().latest().orElseThrow().id()).isEqualTo(calibration);
    assertOfTheFirstModel();
    reopen();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Fixed(.42));
    assertOfTheFirstModel();
  }

  @Test
  void theReportSaysThatThresholdsNoLongerComeFromACohort() {
    Gallery strangers =
        ((GalleryWrite.Created) galleries.put("s", Samples.MODEL, new ThresholdRule.Usual()))
            .gallery();
    for (int i = 0; i < 20; i++) {
      Samples.enrol(strangers, "s" + i, samples.vector());
    }
    gallery
        .calibrations()
        .measure(new Calibrator(10_000, 1, false, new Effort(1, 1)), strangers, Progress.NONE);

    RebuildOutcome outcome = upgrade();

    assertThat(outcome.report().gates().get(1).found()).contains("no longer from cohort s");
    assertThat(gallery.calibrations().latest().orElseThrow().cohort()).isNull();
  }

  @Test
  void aTargetStaysWithWhicheverModel() {
    galleries.put("g", Samples.MODEL, new ThresholdRule.Target(.03));
    upgrade();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Target(.03));
    gallery.upkeep().rollback();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Target(.03));
  }

  @Test
  void aTargetGoesAndComesBackWithItsModelWhereTheOtherHasAThreshold() {
    galleries.put("g", Samples.MODEL, new ThresholdRule.Fixed(.42));
    upgrade();
    galleries.put("g", OtherModel.MODEL, new ThresholdRule.Target(.03));

    gallery.upkeep().rollback();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Fixed(.42));
    gallery.upkeep().rollback();

    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Target(.03));
    reopen();
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Target(.03));
  }

  @Test
  void whatCannotBeCarriedOverIsNamedAndNothingChanges() {
    enrolVector("v", samples.vector());
    enrolVector("i3", samples.vector());

    RebuildOutcome refused = upgrade();

    assertThat(refused).isInstanceOf(Refused.class);
    assertThat(refused.report().gates().getLast().passed()).isFalse();
    assertThat(upgrade(refused).leftBehind())
        .containsExactly(
            new LeftBehind("i3", 3, 1, "its image is not kept"),
            new LeftBehind("v", 1, 1, "its image is not kept"));
    assertThat(upgrade(refused).lost()).isOne();
    assertOfTheFirstModel();
    assertThat(gallery.generation()).isOne();
  }

  @Test
  void withConsentItIsLeftBehindAndWhatWasEmbeddedIsNotEmbeddedAgain() {
    UnitVector vector = samples.vector();
    enrolVector("v", vector);
    upgrade();
    assertThat(other.asked).hasSize(2 * IDENTITIES + 1);
    other.asked.clear();
    reopen();

    RebuildOutcome outcome = gallery.upkeep().upgrade(OtherModel.plan(true), other, Progress.NONE);

    assertThat(outcome).isInstanceOf(Switched.class);
    assertThat(other.asked).hasSize(1);
    assertOfTheOtherModel();
    assertThat(gallery.identity("v").orElseThrow().templates()).isZero();
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES);

    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
    assertOfTheFirstModel();
    assertThat(nearest(vector)).isEqualTo("v");
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES + 1);
  }

  @Test
  void whatWasLeftBehindComesBackWhereTheIndexesAreLost() throws IOException {
    UnitVector vector = samples.vector();
    enrolVector("v", vector);
    gallery.upkeep().upgrade(OtherModel.plan(true), other, Progress.NONE);
    galleries.close();
    IOUtils.rm(folder.resolve("index"));
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();

    gallery.delete("i3");
    galleries.purge(Progress.NONE);
    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);

    centres.remove("i3");
    assertOfTheFirstModel();
    assertThat(nearest(vector)).isEqualTo("v");
  }

  @Test
  void whatWasLeftBehindIsDeletedWithTheTemplateOfTheSameContent() {
    UnitVector vector = samples.vector();
    enrolVector("v", vector);
    String content = gallery.templates("v").getFirst().contentHash();
    gallery.upkeep().upgrade(OtherModel.plan(true), other, Progress.NONE);
    NewTemplate again =
        new NewTemplate(OtherModel.seen(vector), OtherModel.MODEL.fingerprint(), content, 1);
    gallery.enrol("v", List.of(again));

    assertThat(gallery.deleteTemplate("v", gallery.templates("v").getFirst().id())).isTrue();

    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
    assertOfTheFirstModel();
    assertThat(gallery.identity("v").orElseThrow().templates()).isZero();
    assertThat(gallery.search(vector, 1, Filter.none()).getFirst().cosine()).isLessThan(.99);
    assertThat(galleries.check().faults()).isEmpty();
  }

  @Test
  void whatWasLeftBehindGoesWithTheTemplateOfTheSameContent() {
    List<UnitVector> vectors = Stream.generate(samples::vector).limit(3).toList();
    for (int i = 0; i < 3; i++) {
      enrolVector("v" + i, vectors.get(i));
    }
    gallery.upkeep().upgrade(OtherModel.plan(true), other, Progress.NONE);
    for (int i = 0; i < 3; i++) {
      UnitVector seen = OtherModel.seen(vectors.get(i));
      String content = "vector " + vectors.get(i).hashCode();
      gallery.enrol(
          "v" + i, List.of(new NewTemplate(seen, OtherModel.MODEL.fingerprint(), content, 1)));
    }

    assertThat(gallery.move("v0", List.of(gallery.templates("v0").getFirst().id()), "i0"))
        .isPresent();
    String split =
        gallery.split("v1", List.of(gallery.templates("v1").getFirst().id())).orElseThrow().id();
    assertThat(gallery.merge(List.of("v2"), "i2")).isPresent();

    assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
    assertOfTheFirstModel();
    assertThat(vectors.stream().map(this::nearest)).containsExactly("i0", split, "i2");
    assertThat(gallery.templates("v0")).isEmpty();
    assertThat(gallery.templates("v1")).isEmpty();
  }

  @Test
  void whatIsEnrolledMeanwhileIsCarriedOver() {
    UnitVector late = samples.vector();
    centres.put("late", late);
    UnitVector moved = centre("i5");

    RebuildOutcome outcome =
        gallery
            .upkeep()
            .upgrade(
                OtherModel.plan(false),
                other,
                Progress.NONE,
                _ -> {
                  Samples.enrol(gallery, "late", late);
                  gallery.merge(List.of("i5"), "i6");
                  gallery.delete("i9");
                });

    assertThat(outcome).isInstanceOf(Switched.class);
    centres.remove("i5");
    centres.remove("i9");
    assertThat(nearest(OtherModel.seen(moved))).isEqualTo("i6");
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES - 1);
    assertOfTheOtherModel();
  }

  @Test
  void aVectorEnrolledMeanwhileIsNotLostSilently() {
    RebuildOutcome outcome =
        gallery
            .upkeep()
            .upgrade(
                OtherModel.plan(false), other, Progress.NONE, _ -> enrolVector("v", centre("i1")));

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(outcome.report().gates().getLast().name()).isEqualTo("carried");
    assertThat(gallery.model()).isEqualTo(Samples.MODEL);
    assertThat(gallery.identity("v").orElseThrow().templates()).isOne();
    assertThat(folder.resolve("index")).isDirectoryNotContaining("glob:**/*/2");
  }

  @Test
  void whatCannotBeCarriedOverAndIsDeletedBeforeTheSwitchIsNotInItsWay() {
    int more = 40; // several pages of what is embedded at once
    Reembedder deletesV =
        source -> {
          if (source.identity().equals("late-" + (more - 1))) {
            gallery.delete("v");
          }
          return other.embed(source);
        };

    RebuildOutcome outcome =
        gallery
            .upkeep()
            .upgrade(
                OtherModel.plan(false),
                deletesV,
                Progress.NONE,
                _ -> {
                  enrolVector("v", samples.vector());
                  for (int i = 0; i < more; i++) {
                    Samples.enrol(gallery, "late-" + i, samples.vector());
                  }
                });

    assertThat(outcome).isInstanceOf(Switched.class);
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES + more);
    assertOfTheOtherModel();
  }

  @Test
  void nothingIsLostOfWhatManyEnrolAndNoSearchMixesModels() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Map<String, UnitVector> enrolled = new ConcurrentHashMap<>();
    List<Throwable> faults = new ArrayList<>();
    Samples theirs = new Samples(1);
    Thread enrolling =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    UnitVector vector = theirs.vector();
                    String identity = "beside-" + i;
                    gallery.steadily(
                        () ->
                            gallery.model().equals(Samples.MODEL)
                                ? Samples.enrol(gallery, identity, vector)
                                : OtherModel.enrol(gallery, identity, OtherModel.seen(vector)));
                    enrolled.put(identity, vector);
                  }
                });
    Thread searching =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    UnitVector centre = centre("i1");
                    String found =
                        gallery.steadily(
                            () ->
                                nearest(
                                    gallery.model().equals(Samples.MODEL)
                                        ? centre
                                        : OtherModel.seen(centre)));
                    if (!found.equals("i1")) {
                      faults.add(new AssertionError(found));
                    }
                  }
                });
    searching.setUncaughtExceptionHandler((_, e) -> faults.add(e));
    enrolling.setUncaughtExceptionHandler((_, e) -> faults.add(e));

    RebuildOutcome outcome = upgrade();
    TimeUnit.MILLISECONDS.sleep(50);
    done.set(true);
    enrolling.join();
    searching.join();

    assertThat(faults).isEmpty();
    assertThat(outcome).isInstanceOf(Switched.class);
    enrolled.forEach((identity, vector) -> assertThat(gallery.identity(identity)).isPresent());
    enrolled.forEach(
        (identity, vector) ->
            assertThat(
                    gallery.search(OtherModel.seen(vector), 1, Filter.none()).getFirst().cosine())
                .isGreaterThan(.9999));
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES + enrolled.size());
    assertOfTheOtherModel();
  }

  @Test
  void vectorsOfTheFirstModelAreRefusedAfterwards() {
    upgrade();

    assertThatThrownBy(() -> Samples.enrol(gallery, "i1", samples.vector()))
        .isInstanceOf(ModelMismatchException.class);
    UnitVector vector = OtherModel.seen(samples.vector());
    OtherModel.enrol(gallery, "new", vector);
    assertThat(nearest(vector)).isEqualTo("new");
    assertThat(gallery.export().filter(it -> it.identity().equals("new")).findFirst().orElseThrow())
        .satisfies(
            it ->
                assertThat(Objects.requireNonNull(it.template()).fingerprint())
                    .isEqualTo(OtherModel.MODEL.fingerprint()))
        .satisfies(
            it -> assertThat(Objects.requireNonNull(it.template()).vector()).isEqualTo(vector));
    assertThat(gallery.export()).hasSize(2 * IDENTITIES + 1);
  }

  /* As it is between the commit of a switch and the moment that the index follows. */
  private void goBackInTheStoreAlone() {
    upgrade();
    GalleryRow row = gallery.row().orElseThrow();
    galleries
        .store()
        .write(
            Follower.NONE,
            handle -> {
              new GalleryTable(handle).switchGeneration(row.key(), row.previous().orElseThrow());
              return true;
            });
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);
  }

  @Test
  void aThresholdIsNotSetForAModelThatHasGoneMeanwhile() {
    goBackInTheStoreAlone();

    assertThat(galleries.put("g", OtherModel.MODEL, new ThresholdRule.Fixed(.123)))
        .isEqualTo(new GalleryWrite.OtherModel(Samples.MODEL));

    GalleryRow row = gallery.row().orElseThrow();
    assertThat(row.model()).isEqualTo(Samples.MODEL);
    assertThat(row.rule()).isEqualTo(new ThresholdRule.Usual());
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Usual());
  }

  @Test
  void anExportNamesTheModelThatMadeItsVectors() {
    goBackInTheStoreAlone();

    try (Stream<ExportedTemplate> all = gallery.export()) {
      assertThat(all)
          .hasSize(2 * IDENTITIES)
          .allSatisfy(
              it -> {
                NewTemplate template = Objects.requireNonNull(it.template());
                assertThat(template.fingerprint()).isEqualTo(Samples.MODEL.fingerprint());
                assertThat(template.vector().dimension()).isEqualTo(Samples.DIMENSION);
              });
    }
  }

  @Test
  void goingBackKeepsWhatWasDoneSinceOrSaysThatItCannot() {
    upgrade();
    gallery.delete("i3");
    gallery.move("i4", List.of(gallery.templates("i4").getFirst().id()), "i5");
    gallery.put("i7", "Other", Map.of());
    UnitVector vector = samples.vector();
    OtherModel.enrol(gallery, "new", OtherModel.seen(vector));

    RebuildOutcome refused = gallery.upkeep().rollback();
    assertThat(refused).isInstanceOf(Refused.class);
    assertThat(upgrade(refused).leftBehind())
        .extracting(LeftBehind::identity)
        .containsExactly("new");
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);

    RebuildOutcome back =
        gallery.upkeep().rollback(_ -> new Outcome.Embedded(vector, 1), false, Progress.NONE);

    assertThat(back).isInstanceOf(Switched.class);
    assertThat(nearest(centre("i4"))).isEqualTo("i5");
    assertThat(nearest(vector)).isEqualTo("new");
    assertThat(gallery.identity("i7").orElseThrow().label()).isEqualTo("Other");
    assertThat(gallery.search(centre("i3"), 1, Filter.none()).getFirst().cosine()).isLessThan(.99);
    centres.remove("i3");
    centres.remove("i4");
    assertOfTheFirstModel();
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES);
  }

  @Test
  void goingBackIsCancelledByAnInterruptAndChangesNothing() {
    upgrade();
    OtherModel.enrol(gallery, "new", OtherModel.seen(samples.vector()));

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> gallery.upkeep().rollback(Reembedder.NONE, false, Progress.NONE))
        .isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);
    assertThat(gallery.enrolled()).isEqualTo(IDENTITIES + 1);
  }

  @Test
  void goingBackAndForthEmbedsNothingTwice() {
    upgrade();
    gallery.upkeep().rollback();
    other.asked.clear();

    assertThat(upgrade()).isInstanceOf(Switched.class);
    assertThat(other.asked).isEmpty();
    assertOfTheOtherModel();
    assertThat(
            gallery.upkeep().upgrade(OtherModel.plan(Samples.MODEL, false), other, Progress.NONE))
        .isInstanceOf(Switched.class);
    assertThat(other.asked).isEmpty();
    assertOfTheFirstModel();
  }

  @Test
  void theSameModelIsRefused() {
    assertThatThrownBy(
            () ->
                gallery
                    .upkeep()
                    .upgrade(OtherModel.plan(Samples.MODEL, false), other, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already");
  }

  @Test
  void aFaultOfTheEmbedderChangesNothing() {
    assertThatThrownBy(
            () ->
                gallery
                    .upkeep()
                    .upgrade(
                        OtherModel.plan(false),
                        _ -> {
                          throw new IndexException(IndexException.Problem.FAILED, "engine");
                        },
                        Progress.NONE))
        .hasMessageContaining("engine");
    assertOfTheFirstModel();
    assertThat(upgrade()).isInstanceOf(Switched.class);
  }

  @Test
  void cancelledItChangesNothingAndIsTakenUpAgain() {
    assertThatThrownBy(
            () ->
                gallery
                    .upkeep()
                    .upgrade(
                        OtherModel.plan(false),
                        other,
                        (_, _) -> Thread.currentThread().interrupt()))
        .isInstanceOf(CancellationException.class);
    var _ = Thread.interrupted();
    assertOfTheFirstModel();
    int embedded = other.asked.size();
    assertThat(embedded).isBetween(1, 2 * IDENTITIES - 1);

    assertThat(upgrade()).isInstanceOf(Switched.class);
    assertThat(other.asked).hasSize(2 * IDENTITIES);
    assertOfTheOtherModel();
  }

  @Test
  void aSpoiltIndexOfTheOtherModelIsRefused() {
    RebuildOutcome outcome =
        gallery
            .upkeep()
            .upgrade(OtherModel.plan(false), other, Progress.NONE, UpgradeTest::removeSomething);
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(outcome.report().gates().getLast().name()).isEqualTo("files");
    assertOfTheFirstModel();
  }

  private static void removeSomething(Path generation) {
    try (Stream<Path> files = Files.list(generation)) {
      Files.delete(files.filter(it -> it.toString().endsWith(".vec")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoAtOnceAreRefused() {
    gallery
        .upkeep()
        .upgrade(
            OtherModel.plan(false),
            other,
            Progress.NONE,
            _ -> assertThatThrownBy(this::upgrade).hasMessageContaining("being rebuilt"));
    assertThat(gallery.model()).isEqualTo(OtherModel.MODEL);
  }

  @Test
  void anotherModelThanTheOneBegunStartsOver() {
    enrolVector("v", samples.vector());
    upgrade();
    GalleryModel third = new GalleryModel("third", "third-fingerprint", 16);
    other.asked.clear();

    gallery.upkeep().upgrade(OtherModel.plan(third, true), other, Progress.NONE);

    assertThat(other.asked).hasSize(2 * IDENTITIES + 1);
    assertThat(gallery.model()).isEqualTo(third);
    gallery.upkeep().rollback();
    assertOfTheFirstModel();
  }

  @Test
  void anEmptyGalleryIsMoved() {
    gallery =
        ((GalleryWrite.Created) galleries.put("empty", Samples.MODEL, new ThresholdRule.Usual()))
            .gallery();
    assertThat(upgrade()).isInstanceOf(Switched.class);
    OtherModel.enrol(gallery, "a", OtherModel.seen(samples.vector()));
    assertThat(gallery.enrolled()).isOne();
  }
}
