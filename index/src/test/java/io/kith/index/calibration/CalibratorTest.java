package io.kith.index.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {

  private static final double NOISE = 0.5;
  private static final Effort EFFORT = new Effort(2, 1);

  private static Measurement measure(Drawn gallery) {
    return new Calibrator(Integer.MAX_VALUE, 1, false, EFFORT)
        .measure(gallery, Progress.NONE)
        .orElseThrow();
  }

  /* The mean over galleries is what the target is promised for; a factor of 1.5 is what the sum of 10 galleries allows. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.01})
  void strangersAreTakenForSomebodyAtTheTargetRate(double target) {
    Random random = new Random(3);
    double realised = 0;
    int galleries = 10;
    for (int i = 0; i < galleries; i++) {
      Drawn gallery = Drawn.subjects(250, 2, NOISE, random);
      double threshold = measure(gallery).threshold(target, 250);
      realised += reaching(gallery, threshold, random, 1_000) / galleries;
    }
    assertThat(realised).isBetween(target / 1.5, target * 1.5);
  }

  @Test
  void theThresholdMovesWithTheNumberOfIdentities() {
    Random random = new Random(4);
    Drawn small = Drawn.subjects(200, 1, NOISE, random);
    Drawn large = Drawn.subjects(1_000, 1, NOISE, random);
    Measurement measured = measure(small);
    double fixed = measured.threshold(0.05, 200);
    double moved = measured.threshold(0.05, 1_000);
    assertThat(reaching(large, fixed, random, 2_000)).isGreaterThan(0.1);
    assertThat(reaching(large, moved, random, 2_000)).isBetween(0.02, 0.1);
  }

  @Test
  void fpirNeverRisesAndFnirNeverFallsWithTheThreshold() {
    ErrorCurve curve = measure(Drawn.subjects(120, 3, NOISE, new Random(5))).inForce();
    for (double cosine = -1; cosine < 1; cosine += 0.001) {
      assertThat(curve.fpir(cosine + 0.001)).isLessThanOrEqualTo(curve.fpir(cosine) + 1e-12);
      assertThat(curve.fnir(cosine + 0.001)).isGreaterThanOrEqualTo(curve.fnir(cosine) - 1e-12);
    }
    assertThat(curve.fpir(-1)).isEqualTo(1);
    assertThat(curve.knots())
        .allSatisfy(knot -> assertThat(knot.fpir()).isBetween(0.0, 1.0))
        .allSatisfy(knot -> assertThat(knot.fpirLow()).isLessThanOrEqualTo(knot.fpirHigh()));
  }

  /* No event among n leaves rates up to about 3.7 / n open: the upper end of the 95 % interval of a Poisson count of 0. */
  @Test
  void theIntervalOfRatesThatNoSearchShowedIsThatOfNoEvent() {
    Drawn gallery = Drawn.subjects(120, 1, NOISE, new Random(19));
    double highest = -1;
    for (Sampled a : gallery.templates) {
      for (Sampled b : gallery.templates) {
        if (a.identity() != b.identity()) {
          highest = Math.max(highest, VectorUtil.dotProduct(a.vector(), b.vector()));
        }
      }
    }
    double above = highest + 1e-4;
    List<Knot> unseen =
        measure(gallery).all().knots().stream().filter(it -> it.cosine() > above).toList();
    assertThat(unseen)
        .isNotEmpty()
        .allSatisfy(knot -> assertThat(knot.fpirLow()).isZero())
        .allSatisfy(knot -> assertThat(knot.fpirHigh()).isGreaterThanOrEqualTo(3.6 / 120));
  }

  @Test
  void theRateAtTheThresholdIsTheTarget() {
    Measurement measured = measure(Drawn.subjects(120, 2, NOISE, new Random(6)));
    for (double target : new double[] {0.2, 0.05, 0.01, 0.003}) {
      assertThat(measured.fpir(measured.threshold(target, 120), 120))
          .isCloseTo(target, within(target * 1e-6));
      assertThat(measured.fpir(measured.threshold(target, 500), 500))
          .isCloseTo(target, within(target * 1e-6));
    }
  }

  /* Up to the random weights of the bootstrap, which belong to identities in the order of their keys. */
  @Test
  void theOrderOfEnrolmentDoesNotMatter() {
    Drawn gallery = Drawn.subjects(150, 2, NOISE, new Random(7));
    List<Long> keys =
        new ArrayList<>(gallery.holdings().stream().map(it -> it.identity()).toList());
    Collections.shuffle(keys, new Random(8));
    Drawn shuffled = new Drawn();
    for (int i = 0; i < keys.size(); i++) {
      for (Sampled template : gallery.of(keys.get(i))) {
        shuffled.add(i + 1, template.vector());
      }
    }
    assertThat(measure(shuffled).threshold(0.02, 150))
        .isCloseTo(measure(gallery).threshold(0.02, 150), within(0.01));
  }

  @Test
  void fnirIsTheShareOfIdentitiesThatAreMissed() {
    Random random = new Random(9);
    Drawn gallery = new Drawn();
    for (int identity = 1; identity <= 40; identity++) {
      float[] centre = Drawn.gaussian(random);
      gallery.add(identity, centre);
      // Every second one is unlike its other template.
      gallery.add(identity, identity % 2 == 0 ? centre : Drawn.gaussian(random));
    }
    assertThat(measure(gallery).inForce().fnir(0.95)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void identitiesEnrolledTwiceAreReported() {
    Random random = new Random(10);
    Drawn gallery = Drawn.subjects(100, 3, NOISE, random);
    float[] known = gallery.of(17).getFirst().vector();
    for (int i = 0; i < 3; i++) {
      gallery.add(500, Drawn.near(known, 0.2, random));
    }
    Measurement measured = measure(gallery);
    assertThat(measured.suspects().lookAlikes())
        .extracting(it -> List.of(it.first(), it.second()))
        .containsExactly(List.of(17L, 500L));
    assertThat(measured.withoutSuspects().threshold(0.01))
        .isLessThan(measured.all().threshold(0.01));
  }

  /* Seventeen: each of them has the other sixteen nearest, and no more than sixteen are kept. */
  @Test
  void aSubjectEnrolledManyTimesLeavesTheThresholdOfTheOthers() {
    Random random = new Random(20);
    Drawn clean = Drawn.subjects(1_000, 1, NOISE, random);
    Drawn gallery = new Drawn();
    clean.templates.forEach(it -> gallery.add(it.identity(), it.vector()));
    float[] known = gallery.of(17).getFirst().vector();
    for (int i = 0; i < Neighbours.MOST; i++) {
      gallery.add(2_000 + i, Drawn.near(known, 0.05, random));
    }
    Measurement measured =
        new Calibrator(Integer.MAX_VALUE, 1, true, EFFORT)
            .measure(gallery, Progress.NONE)
            .orElseThrow();
    assertThat(measured.suspects().lookAlikes()).hasSize(17 * 16 / 2);
    assertThat(measured.suspectsLeftOut()).isTrue();
    assertThat(measured.probed()).isEqualTo(999);
    assertThat(measured.inForce().knots())
        .allSatisfy(knot -> assertThat(knot.cosine()).isBetween(-1.0, 1.0));
    assertThat(measured.threshold(0.01, 1_016))
        .isCloseTo(measure(clean).threshold(0.01, 1_016), within(0.01));
  }

  /* Twenty identities have a blank picture, too, and that is what the strangers' pictures are like. */
  @Test
  void whereTooFewSearchesAreLeftSuspectsAreNotLeftOut() {
    Random random = new Random(21);
    Drawn gallery = Drawn.subjects(200, 3, 0.3, random);
    float[] blank = Drawn.gaussian(random);
    for (int identity = 1; identity <= 20; identity++) {
      gallery.add(identity, blank);
    }
    Drawn cohort = new Drawn();
    for (int i = 0; i < 30; i++) {
      cohort.add(1_000 + i, Drawn.near(blank, 0.1, random));
    }
    Measurement measured =
        new Calibrator(Integer.MAX_VALUE, 1, true, EFFORT)
            .measure(gallery, cohort, Progress.NONE)
            .orElseThrow();
    assertThat(measured.suspects().misplaced()).hasSizeGreaterThan(Neighbours.MOST);
    assertThat(measured.probed()).isEqualTo(30);
    assertThat(measured.suspectsLeftOut()).isFalse();
    assertThat(measured.withoutSuspects()).isEqualTo(measured.all());
  }

  @Test
  void aCurveIsOfFiniteRates() {
    Knot first = new Knot(0, 1, 1, 1, 0);
    for (Knot broken :
        List.of(
            new Knot(Double.NaN, 0, 0, 0, 0),
            new Knot(Double.NEGATIVE_INFINITY, 0, 0, 0, 0),
            new Knot(1, Double.NaN, 0, 0, 0))) {
      assertThatThrownBy(() -> new ErrorCurve(List.of(first, broken)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ofAnIdentityWithManyTemplatesFewAreRead() {
    Drawn drawn = Drawn.subjects(30, 2 * Calibrator.MOST_PER_IDENTITY, NOISE, new Random(22));
    Drawn gallery =
        new Drawn() {
          @Override
          public List<Sampled> of(List<Long> keys) {
            assertThat(keys).hasSize(Calibrator.MOST_PER_IDENTITY);
            return super.of(keys);
          }
        };
    gallery.templates.addAll(drawn.templates);

    assertThat(measure(gallery).nonMated()).isEqualTo(30 * Calibrator.MOST_PER_IDENTITY);
  }

  @Test
  void oneTemplateNearByChanceDoesNotMakeLookAlikes() {
    Random random = new Random(18);
    Drawn gallery = Drawn.subjects(100, 3, 0.3, random);
    float[] between = gallery.of(17).getFirst().vector().clone();
    float[] other = gallery.of(60).getFirst().vector();
    for (int i = 0; i < between.length; i++) {
      between[i] += other[i];
    }
    VectorUtil.l2normalize(between);
    gallery.add(17, Drawn.near(between, 0.1, random));
    gallery.add(60, Drawn.near(between, 0.1, random));
    assertThat(measure(gallery).suspects().lookAlikes()).isEmpty();
  }

  @Test
  void templatesOfAnotherIdentityAreReportedAndLeftOutTheThresholdIsTheCleanOne() {
    Random random = new Random(11);
    Drawn clean = Drawn.subjects(150, 4, 0.3, random);
    Drawn gallery = new Drawn();
    Set<Long> moved = new TreeSet<>();
    for (Sampled template : clean.templates) {
      boolean wrong = template.template() % 20 == 3;
      long identity = wrong ? 1 + (template.identity() + 40) % 150 : template.identity();
      long key = gallery.add(identity, template.vector());
      if (wrong) {
        moved.add(key);
      }
    }
    Measurement measured = measure(gallery);
    Set<Long> reported =
        measured.suspects().misplaced().stream()
            .map(Suspects.Misplaced::template)
            .collect(Collectors.toSet());
    assertThat(reported).containsAll(moved);
    assertThat(reported.size()).isLessThanOrEqualTo(moved.size() + 2);
    assertThat(measured.withoutSuspects().threshold(0.01))
        .isCloseTo(measure(clean).all().threshold(0.01), within(0.02));
  }

  @Test
  void aTemplateLikeNobodyIsOdd() {
    Random random = new Random(12);
    Drawn gallery = Drawn.subjects(60, 3, 0.3, random);
    float[] known = gallery.of(5).getFirst().vector();
    float[] opposite = new float[known.length];
    for (int i = 0; i < known.length; i++) {
      opposite[i] = -known[i];
    }
    long key = gallery.add(5, opposite);
    assertThat(measure(gallery).suspects().odd()).extracting(Suspects.Odd::template).contains(key);
  }

  @Test
  void strangersOfACohortAreTheNonMatedSearches() {
    Random random = new Random(13);
    Drawn gallery = Drawn.subjects(100, 2, NOISE, random);
    Drawn cohort = new Drawn();
    for (int i = 0; i < 300; i++) {
      cohort.add(1_000 + i, Drawn.gaussian(random));
    }
    Measurement measured =
        new Calibrator(Integer.MAX_VALUE, 1, false, EFFORT)
            .measure(gallery, cohort, Progress.NONE)
            .orElseThrow();
    assertThat(measured.identities()).isEqualTo(100);
    assertThat(measured.probed()).isEqualTo(300);
    assertThat(measured.nonMated()).isEqualTo(300);
    assertThat(measured.mated()).isEqualTo(200);
  }

  @Test
  void equalVectorsEverywhereLeaveNoThresholdBelowOne() {
    Drawn gallery = new Drawn();
    float[] same = Drawn.gaussian(new Random(14));
    for (int identity = 1; identity <= 50; identity++) {
      gallery.add(identity, same);
    }
    Measurement measured = measure(gallery);
    assertThat(measured.threshold(0.01, 50)).isGreaterThan(0.99999);
    assertThat(measured.inForce().knots())
        .allSatisfy(knot -> assertThat(knot.fpir()).isBetween(0.0, 1.0));
  }

  @Test
  void tooFewIdentitiesSayNothing() {
    Drawn gallery = Drawn.subjects(Calibrator.FEWEST_IDENTITIES - 1, 5, NOISE, new Random(15));
    assertThat(new Calibrator(1_000, 1, false, EFFORT).measure(gallery, Progress.NONE)).isEmpty();
  }

  @Test
  void aSampleSearchesAllTemplates() {
    Drawn gallery = Drawn.subjects(400, 2, NOISE, new Random(16));
    Measurement measured =
        new Calibrator(100, 1, false, EFFORT).measure(gallery, Progress.NONE).orElseThrow();
    assertThat(measured.probed()).isEqualTo(50);
    assertThat(measured.identities()).isEqualTo(400);
    assertThat(measured.threshold(0.05, 400))
        .isCloseTo(measure(gallery).threshold(0.05, 400), within(0.06));
  }

  @Test
  void anInterruptStopsIt() {
    Drawn gallery = Drawn.subjects(100, 2, NOISE, new Random(17));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> measure(gallery)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void inTheBackgroundItRestsWhereItReadsLookAlikesToo() {
    Drawn gallery =
        new Drawn() {
          @Override
          public List<Sampled> first(long identity, int most) {
            Thread.currentThread().interrupt();
            for (long start = System.nanoTime(); System.nanoTime() - start < 1_000_000; ) {
              Thread.onSpinWait();
            }
            return super.first(identity, most);
          }
        };
    gallery.templates.addAll(Drawn.subjects(400, 2, NOISE, new Random(18)).templates);
    Calibrator calibrator = new Calibrator(100, 1, false, new Effort(1, .9));

    assertThatThrownBy(() -> calibrator.measure(gallery, Progress.NONE))
        .isInstanceOf(CancellationException.class); // to rest throws
    assertThat(Thread.interrupted()).isTrue();
  }

  private static double reaching(Drawn gallery, double threshold, Random random, int strangers) {
    int reached = 0;
    for (int i = 0; i < strangers; i++) {
      float[] stranger = Drawn.near(Drawn.gaussian(random), NOISE, random);
      reached +=
          gallery.templates.stream()
                  .anyMatch(it -> VectorUtil.dotProduct(it.vector(), stranger) >= threshold)
              ? 1
              : 0;
    }
    return (double) reached / strangers;
  }
}
