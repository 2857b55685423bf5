package io.kith.index.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.UnitVector;
import io.kith.index.evaluation.IdentificationFigures.AtFpir;
import io.kith.index.evaluation.Searches.Mated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Identification over random splits. */
final class IdentificationFiguresTest {

  private static final Runnable NOTHING = () -> {};

  private static IdentificationFigures measured(
      List<IdentitySamples> identities, int samples, long seed) {
    return IdentificationFigures.of(identities, samples, 10, seed, NOTHING).orElseThrow();
  }

  @Test
  void perfectWhereEachIdentityIsOnePoint() {
    IdentificationFigures figures = measured(new Drawn(1).identities(60, 30, 0), 1, 1);

    assertThat(figures.enrolled()).isEqualTo(30);
    assertThat(figures.mated()).isEqualTo(30 * 29);
    assertThat(figures.nonMated()).isEqualTo(30 * 30);
    assertThat(figures.rank1()).isEqualTo(new Spread(1, 0));
    assertThat(Objects.requireNonNull(figures.atFpir().getFirst().fnir()).mean()).isZero();
  }

  @Test
  void chanceWhereNamesMeanNothing() {
    IdentificationFigures figures = measured(new Drawn(1).identities(40, 10, 100), 1, 1);

    assertThat(figures.rank1().mean()).isEqualTo(1.0 / 20, within(0.03));
    assertThat(figures.cmc().getLast()).isEqualTo(1);
  }

  /** Every search of a small split done again, by sorting all cosines. */
  @Test
  void searchesAreThoseOfSortingAllCosines() {
    long seed = Drawn.seed();
    List<IdentitySamples> identities = new Drawn(seed).identities(40, 6, 0.8);
    Split split = Split.draw(identities, _ -> 2, new Random(seed));
    Searches searches = new SplitSearch(split).run().searches();

    List<Mated> expected = new ArrayList<>();
    for (Split.MatedProbe probe : split.mated()) {
      List<Double> best = split.enrolled().stream().map(it -> best(probe.embedding(), it)).toList();
      double own = best.get(probe.identity());
      List<Double> descending = best.stream().sorted(Collections.reverseOrder()).toList();
      expected.add(new Mated(descending.lastIndexOf(own) + 1, own));
    }
    assertThat(searches.mated()).isEqualTo(expected);
    double[] strangers =
        split.strangers().stream()
            .mapToDouble(
                probe ->
                    split.enrolled().stream()
                        .mapToDouble(it -> best(probe, it))
                        .max()
                        .orElseThrow())
            .sorted()
            .toArray();
    for (int i = 0; i < strangers.length; i++) {
      assertThat(searches.nonMated().at(i)).isEqualTo(strangers[i]);
    }
  }

  private static double best(UnitVector probe, List<UnitVector> templates) {
    return templates.stream().mapToDouble(probe::steadyCosine).max().orElseThrow();
  }

  @Test
  void nobodyIsEnrolledAndAStrangerAndNoTemplateIsAProbe() {
    List<IdentitySamples> identities = new Drawn(2).identities(30, 5, 0.5);
    Split split = Split.draw(identities, _ -> 2, new Random(3));

    List<UnitVector> all = new ArrayList<>(split.strangers());
    split.enrolled().forEach(all::addAll);
    split.mated().forEach(it -> all.add(it.embedding()));
    assertThat(all).hasSize(30 * 5).doesNotHaveDuplicates();
    assertThat(split.enrolled()).hasSize(15).allSatisfy(it -> assertThat(it).hasSize(2));
    assertThat(split.mated()).hasSize(15 * 3);
  }

  @Test
  void identitiesOfOneSampleAreStrangersOnly() {
    Drawn drawn = new Drawn(4);
    List<IdentitySamples> identities = new ArrayList<>(drawn.identities(10, 4, 0.3));
    for (int i = 0; i < 50; i++) {
      identities.add(drawn.identity("single" + i, "", 1, 0.3));
    }
    IdentificationFigures figures = measured(identities, 1, 1);

    assertThat(figures.enrolled()).isEqualTo(5);
    assertThat(figures.mated()).isEqualTo(5 * 3);
    assertThat(figures.nonMated()).isEqualTo(5 * 4 + 50);
  }

  @Test
  void theOrderOfIdentitiesAndTheirNamesDoNotMatter() {
    List<IdentitySamples> identities = new Drawn(5).identities(40, 5, 0.7);
    List<IdentitySamples> shuffled = new ArrayList<>(identities);
    Collections.shuffle(shuffled, new Random(1));
    List<IdentitySamples> renamed =
        identities.stream()
            .map(it -> new IdentitySamples("x" + it.identity(), it.group(), it.embeddings()))
            .toList();

    IdentificationFigures figures = measured(identities, 1, 9);
    assertThat(measured(shuffled, 1, 9)).isEqualTo(figures);
    assertThat(measured(renamed, 1, 9)).isEqualTo(figures);
    assertThat(measured(identities, 1, 10)).isNotEqualTo(figures);
  }

  @Test
  void lowerRatesOfFalsePositivesMissMoreAndHigherThresholdsGiveThem() {
    IdentificationFigures figures = measured(new Drawn(6).identities(200, 10, 0.8), 1, 1);
    AtFpir at10 = figures.atFpir().get(0);
    AtFpir at1 = figures.atFpir().get(1);

    assertThat(Objects.requireNonNull(at1.fnir()).mean())
        .isGreaterThan(Objects.requireNonNull(at10.fnir()).mean());
    assertThat(Objects.requireNonNull(at1.threshold()).mean())
        .isGreaterThan(Objects.requireNonNull(at10.threshold()).mean());
    assertThat(figures.det()).isSortedAccordingTo((a, b) -> Double.compare(b.missed(), a.missed()));
  }

  @Test
  void ratesThatTheSearchesDoNotSupportAreLeftOut() {
    // 20 strangers of 10 samples: 200 searches, which support 5 % and more.
    IdentificationFigures figures = measured(new Drawn(7).identities(40, 10, 0.5), 1, 1);

    assertThat(figures.nonMated()).isEqualTo(200);
    assertThat(figures.atFpir().get(0).fnir()).isNotNull();
    assertThat(figures.atFpir().get(1)).isEqualTo(new AtFpir(0.01, null, null, 1_000));
    assertThat(figures.growth()).isEmpty();
    assertThat(figures.det().getFirst().accepted()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void aLargerGalleryNeedsAHigherThreshold() {
    IdentificationFigures figures = measured(new Drawn(8).identities(400, 10, 0.8), 1, 1);

    assertThat(figures.growth().getFirst().enrolled()).isEqualTo(12);
    assertThat(figures.growth().getLast().enrolled()).isEqualTo(200);
    assertThat(figures.growth())
        .isSortedAccordingTo((a, b) -> Double.compare(a.threshold(), b.threshold()));
    assertThat(figures.growth())
        .isSortedAccordingTo((a, b) -> Double.compare(a.fpirOfSmallest(), b.fpirOfSmallest()));
    assertThat(figures.growth().getLast().fpirOfSmallest())
        .isGreaterThan(3 * IdentificationFigures.GROWTH_FPIR);
  }

  @Test
  void moreSamplesEachMissFewer() {
    List<IdentitySamples> identities = new Drawn(9).identities(100, 12, 0.9);

    assertThat(measured(identities, 5, 1).rank1().mean())
        .isGreaterThan(measured(identities, 1, 1).rank1().mean());
  }

  @Test
  void nothingWithoutTwoIdentitiesToEnrol() {
    Drawn drawn = new Drawn(1);
    List<IdentitySamples> one =
        List.of(drawn.identity("a", "", 5, 0.1), drawn.identity("b", "", 1, 0.1));

    assertThat(IdentificationFigures.of(one, 1, 10, 1, NOTHING)).isEmpty();
    assertThat(IdentificationFigures.of(drawn.identities(9, 5, 0.1), 5, 10, 1, NOTHING)).isEmpty();
  }
}
