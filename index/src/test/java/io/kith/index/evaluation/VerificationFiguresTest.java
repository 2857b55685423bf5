package io.kith.index.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Verification on all pairs, on pairs drawn, and over folds. */
final class VerificationFiguresTest {

  @Test
  void allPairsAreComparedOnceWhereTheyAreFew() {
    VerificationFigures figures =
        VerificationFigures.of(new Drawn(1).identities(20, 5, 0.5), 1).orElseThrow();

    assertThat(figures.mated()).isEqualTo(20 * 10);
    assertThat(figures.nonMated()).isEqualTo(100 * 99 / 2 - 200);
    assertThat(figures.drawn()).isFalse();
    assertThat(figures.atFar().getFirst().tar()).isNotNull();
    assertThat(figures.atFar().getLast().tar()).isNull();
    assertThat(figures.atFar().getLast().comparisonsNeeded()).isEqualTo(10_000);
  }

  @Test
  void pairsDrawnHaveTheRatesOfAllPairs() {
    Drawn drawn = new Drawn(Drawn.seed());
    List<IdentitySamples> identities = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      identities.add(drawn.identity("%02d".formatted(i), "", 1 + i % 7, 0.9));
    }
    Comparisons all = Comparisons.of(new PairDraw(identities, 1_000_000, 1).comparisons());
    PairDraw draw = new PairDraw(identities, 200, 1);
    List<Comparison> some = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      some.addAll(draw.comparisons());
    }

    assertThat(some.stream().filter(Comparison::mated)).hasSize(100 * 200);
    assertThat(Comparisons.of(some).auc()).isEqualTo(all.auc(), within(0.01));
    assertThat(some.stream().filter(Comparison::mated).map(Comparison::a).distinct())
        .as("identities of one sample have no pair")
        .doesNotContain("00", "07", "14");
  }

  @Test
  void theOrderOfIdentitiesDoesNotMatter() {
    List<IdentitySamples> identities = new Drawn(2).identities(30, 4, 0.8);
    List<IdentitySamples> shuffled = new ArrayList<>(identities);
    Collections.shuffle(shuffled, new Random(1));

    assertThat(VerificationFigures.of(shuffled, 1))
        .isEqualTo(VerificationFigures.of(identities, 1));
  }

  /** 200 repetitions, so that about 190 intervals hold the truth. */
  @Test
  void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
    Drawn drawn = new Drawn(3);
    // The truth of this way of making identities: the mean over many.
    double truth = 0;
    List<Interval> intervals = new ArrayList<>();
    int repetitions = 200;
    for (int i = 0; i < repetitions; i++) {
      List<Comparison> comparisons =
          new PairDraw(drawn.identities(40, 3, 0.8), 1_000_000, i).comparisons();
      truth += Comparisons.of(comparisons).auc() / repetitions;
      intervals.add(new IdentityBootstrap(comparisons).intervals(List.of(), i).auc());
    }
    double mean = truth;
    long holding = intervals.stream().filter(it -> it.low() <= mean && mean <= it.high()).count();
    assertThat((double) holding / repetitions).isBetween(0.87, 1.0);
  }

  @Test
  void intervalsHoldTheFiguresOfTheComparisons() {
    List<Comparison> comparisons =
        new PairDraw(new Drawn(4).identities(60, 4, 0.8), 1_000_000, 1).comparisons();
    IdentityBootstrap.Intervals intervals =
        new IdentityBootstrap(comparisons).intervals(List.of(0.1), 1);
    Comparisons figures = Comparisons.of(comparisons);

    assertThat(figures.auc()).isBetween(intervals.auc().low(), intervals.auc().high());
    assertThat(figures.equalError().missed())
        .isBetween(intervals.eer().low(), intervals.eer().high());
    assertThat(1 - figures.atFar(0.1).missed())
        .isBetween(intervals.tar().getFirst().low(), intervals.tar().getFirst().high());
  }

  @Test
  void intervalsWhereNoErrorWasSeenSayNoMoreThanTheIdentitiesTell() {
    List<Comparison> comparisons =
        new PairDraw(new Drawn(4).identities(60, 4, 0.01), 1_000_000, 1).comparisons();
    IdentityBootstrap.Intervals intervals =
        new IdentityBootstrap(comparisons).intervals(List.of(0.1), 1);

    assertThat(intervals.eer()).isEqualTo(new Interval(0, 0.05));
    assertThat(intervals.auc().low()).isEqualTo(0.95, within(1e-9));
    assertThat(intervals.tar().getFirst()).isEqualTo(new Interval(0.95, 1));
  }

  @Test
  void eachFoldIsDecidedWithTheThresholdOfTheOthers() {
    List<Comparison> low = fold(0.1, 0.3);
    List<Comparison> high = fold(0.6, 0.9);

    Folds folds = Folds.of(List.of(low, high));

    // .75 parts the high fold and rejects all of the low one; .2 accepts all of the high one.
    assertThat(folds.accuracy().mean()).isEqualTo(0.5);
    assertThat(folds.threshold().mean()).isEqualTo((0.75 + 0.2) / 2, within(1e-12));
    assertThat(Folds.of(List.of(low, low, high)).accuracy().mean())
        .isEqualTo((1 + 1 + 0.5) / 3, within(1e-12));
  }

  private static List<Comparison> fold(double nonMated, double mated) {
    return List.of(new Comparison("a", "a", mated), new Comparison("a", "b", nonMated));
  }

  /** The threshold found by trying every cosine. */
  @Test
  void noThresholdDecidesMoreComparisonsRightly() {
    Drawn drawn = new Drawn(Drawn.seed());
    List<Comparison> one = comparisons(drawn);
    List<Comparison> other = comparisons(drawn);
    double threshold = Folds.of(List.of(one, one)).threshold().mean();

    long most = right(one, threshold);
    for (Comparison each : one) {
      assertThat(right(one, each.cosine())).isLessThanOrEqualTo(most);
      assertThat(right(one, Math.nextUp(each.cosine()))).isLessThanOrEqualTo(most);
    }
    assertThat(Folds.of(List.of(one, other)).accuracy().mean())
        .isLessThanOrEqualTo((most / (double) one.size() + 1) / 2);
  }

  private static List<Comparison> comparisons(Drawn drawn) {
    List<Comparison> all = new ArrayList<>();
    for (double cosine : drawn.cosines(100, 0.5, 0.2)) {
      all.add(new Comparison("a", "a", cosine));
    }
    for (double cosine : drawn.cosines(100, 0.2, 0.2)) {
      all.add(new Comparison("a", "b", cosine));
    }
    return all;
  }

  private static long right(List<Comparison> comparisons, double threshold) {
    return comparisons.stream().filter(it -> it.mated() == it.cosine() >= threshold).count();
  }

  @Test
  void comparisonsAreDealtInTurn() {
    List<Comparison> twenty = comparisons(new Drawn(5)).subList(90, 110);

    assertThat(Folds.deal(twenty, 10)).hasSize(10).allSatisfy(it -> assertThat(it).hasSize(2));
    assertThatThrownBy(() -> Folds.of(List.of(twenty))).hasMessageContaining("1 folds");
  }

  @Test
  void nothingWithoutAMatedAndANonMatedPair() {
    Drawn drawn = new Drawn(6);

    assertThat(VerificationFigures.of(drawn.identities(5, 1, 0.5), 1)).isEmpty();
    assertThat(VerificationFigures.of(drawn.identities(1, 5, 0.5), 1)).isEmpty();
  }
}
