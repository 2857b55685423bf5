package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators said after they had looked, and what calibrations make of it. */
final class JudgementsTest {

  private static final Calibrator CALIBRATOR = new Calibrator(1_000, 1, false, new Effort(1, 1));
  private static final double TARGET = 0.02;

  @TempDir private Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final UnitVector twin = samples.vector();
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      batch.addAll(two("subject-" + i, samples.vector()));
    }
    batch.addAll(two("ada", twin));
    batch.addAll(two("zoe", twin));
    gallery.enrolAll(batch);
  }

  private List<BulkTemplate> two(String identity, UnitVector centre) {
    return List.of(
        Samples.bulk(identity, samples.near(centre, .02)),
        Samples.bulk(identity, samples.near(centre, .02)));
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private Calibration calibrate() {
    return ((CalibrationOutcome.Calibrated)
            gallery.calibrations().measure(CALIBRATOR, null, Progress.NONE))
        .calibration();
  }

  private List<String> lookAlikes(Calibration made) {
    return gallery.calibrations().suspects(made).lookAlikes().stream()
        .map(it -> it.first() + " " + it.second())
        .toList();
  }

  @Test
  void twinsAreReportedUntilTheyAreSaidToBeTwoAndAgainAfterwards() {
    Calibration before = calibrate();
    assertThat(lookAlikes(before)).contains("ada zoe");

    assertThat(gallery.feedback().distinguish("zoe", "ada", true)).isTrue();
    assertThat(gallery.feedback().distinguish("ada", "zoe", true)).isTrue();
    Calibration after = calibrate();

    assertThat(lookAlikes(before)).doesNotContain("ada zoe");
    assertThat(lookAlikes(after)).doesNotContain("ada zoe");
    assertThat(gallery.feedback().distinct()).containsExactly(new DistinctPair("ada", "zoe"));
    assertThat(gallery.feedback().areDistinct("ada", "zoe")).isTrue();
    assertThat(gallery.feedback().areDistinct("zoe", "ada")).isTrue();
    assertThat(gallery.feedback().areDistinct("ada", "nobody")).isFalse();
    assertThat(after.measurement().withoutSuspects().fpir(.9))
        .as("real look-alikes count")
        .isGreaterThan(before.measurement().withoutSuspects().fpir(.9));

    gallery.feedback().distinguish("ada", "zoe", false);
    assertThat(gallery.feedback().distinct()).isEmpty();
    assertThat(gallery.feedback().areDistinct("ada", "zoe")).isFalse();
    assertThat(lookAlikes(calibrate())).contains("ada zoe");
  }

  @Test
  void whatWasSaidGoesWithTheIdentity() {
    gallery.feedback().distinguish("ada", "zoe", true);
    gallery.feedback().reject(samples.near(twin, .1), "hash", "zoe");

    gallery.delete("zoe");

    assertThat(gallery.feedback().distinct()).isEmpty();
    assertThat(calibrate().measurement().rejected()).isZero();
    assertThat(gallery.feedback().distinguish("ada", "zoe", true)).isFalse();
    assertThatThrownBy(() -> gallery.feedback().distinguish("ada", "ada", true))
        .isInstanceOf(InvalidNameException.class);
    galleries.delete("g");
  }

  @Test
  void rejectedProbesRaiseTheThresholdUntilTheyAreTakenBack() {
    gallery.delete("zoe");
    calibrate();
    double before = gallery.calibrations().threshold(TARGET).orElseThrow().cosine();
    UnitVector subject =
        gallery.vector("ada", gallery.templates("ada").getFirst().id()).orElseThrow();
    for (int i = 0; i < 5; i++) {
      gallery.feedback().reject(samples.near(subject, .05), "probe " + i, "ada");
      gallery.feedback().reject(samples.near(subject, .05), "probe " + i, "ada");
    }

    Calibration made = calibrate();

    assertThat(made.measurement().rejected()).isEqualTo(5);
    assertThat(gallery.calibrations().threshold(TARGET).orElseThrow().cosine())
        .isGreaterThan(before);
    assertThat(gallery.feedback().acceptAll("ada")).isTrue();
    assertThat(calibrate().measurement().rejected()).isZero();
    assertThat(gallery.calibrations().threshold(TARGET).orElseThrow().cosine()).isEqualTo(before);
  }

  @Test
  void rejectedProbesThatReachNoThresholdLeaveTheCurveAsItWas() {
    Measurement before = calibrate().measurement();
    double lowest = before.all().knots().getFirst().cosine();
    double highest = -1;
    for (int i = 0; i < 500; i++) {
      Verification compared =
          gallery.feedback().reject(samples.vector(), "probe " + i, "ada").orElseThrow();
      highest = Math.max(highest, ((Verification.Comparison) compared).cosine());
    }

    Measurement made = calibrate().measurement();

    assertThat(made.rejected()).isEqualTo(500);
    assertThat(highest).isGreaterThan(lowest);
    double above = highest;
    assertThat(made.all().knots())
        .hasSameSizeAs(before.all().knots())
        .allSatisfy(
            knot -> assertThat(knot.fpir()).isGreaterThan(before.all().fpir(knot.cosine()) - 1e-9));
    assertThat(made.all().knots().stream().filter(it -> it.cosine() > above))
        .isNotEmpty()
        .isSubsetOf(before.all().knots());
    assertThat(made.growth()).isEqualTo(before.growth());
  }

  @Test
  void rejectedProbesSupportNoRarerTarget() {
    Measurement before = calibrate().measurement();
    for (int i = 0; i < 100; i++) {
      gallery.feedback().reject(samples.near(twin, .05), "probe " + i, "ada");
    }

    Measurement made = calibrate().measurement();

    assertThat(made.rejected()).isEqualTo(100);
    assertThat(made.smallestFpir()).isEqualTo(before.smallestFpir());
    assertThat(made.smallestSeenFpir()).isEqualTo(before.smallestSeenFpir());
    assertThat(gallery.calibrations().threshold(before.smallestFpir() * .99)).isEmpty();
  }

  @Test
  void aRejectionCountsWhileItsTemplateIsThere() {
    UnitVector probe = samples.near(twin, .05);
    var compared = gallery.feedback().reject(probe, "hash", "ada").orElseThrow();
    assertThat(calibrate().measurement().rejected()).isEqualTo(1);

    gallery.move("ada", List.of(((Verification.Comparison) compared).template()), "zoe");

    assertThat(calibrate().measurement().rejected()).isZero();
    assertThat(gallery.feedback().reject(probe, "hash", "nobody")).isEmpty();
  }
}
