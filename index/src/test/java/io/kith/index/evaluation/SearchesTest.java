package io.kith.index.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.evaluation.Searches.Mated;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Error rates of searches. */
final class SearchesTest {

  private static final Searches SEARCHES =
      new Searches(
          List.of(
              new Mated(1, 0.9),
              new Mated(1, 0.5),
              new Mated(2, 0.8),
              new Mated(Mated.NOT_RETURNED, 0)),
          Cosines.of(0.1, 0.2, 0.3, 0.6));

  @Test
  void aMissIsAnIdentityBehindTheRankOrBelowTheThreshold() {
    assertThat(SEARCHES.fnir(1, 0)).isEqualTo(0.5);
    assertThat(SEARCHES.fnir(2, 0)).isEqualTo(0.25);
    assertThat(SEARCHES.fnir(1, 0.6)).isEqualTo(0.75);
    assertThat(SEARCHES.identified(1)).isEqualTo(0.5);
    assertThat(SEARCHES.identified(2)).isEqualTo(0.75);
  }

  @Test
  void aFalsePositiveIsAnyIdentityAtOrAboveTheThreshold() {
    assertThat(SEARCHES.fpir(0.6)).isEqualTo(0.25);
    assertThat(SEARCHES.fpir(Math.nextUp(0.6))).isZero();
    assertThat(SEARCHES.atFpir(0.25)).isEqualTo(new OperatingPoint(Math.nextUp(0.3), 0.25, 0.5));
  }

  @Test
  void theThresholdIsTheSmallestThatKeepsToTheRate() {
    Drawn drawn = new Drawn(Drawn.seed());
    Cosines cosines = Cosines.of(drawn.cosines(1_000, 0.3, 0.1));
    for (double share : List.of(0.0, 0.003, 0.01, 0.1, 0.5)) {
      double threshold = cosines.thresholdFor(share);
      assertThat(cosines.shareReaching(threshold)).isLessThanOrEqualTo(share);
      assertThat(cosines.shareReaching(Math.nextDown(threshold))).isGreaterThan(share);
    }
    assertThat(cosines.shareReaching(cosines.thresholdFor(1))).isEqualTo(1);
  }

  @Test
  void fpirNeverRisesWithTheThreshold() {
    Drawn drawn = new Drawn(Drawn.seed());
    Searches searches =
        new Searches(List.of(new Mated(1, 1)), Cosines.of(drawn.cosines(500, 0.3, 0.1)));
    double before = 1;
    for (double threshold = -1; threshold < 1; threshold += 0.003) {
      assertThat(searches.fpir(threshold)).isLessThanOrEqualTo(before);
      before = searches.fpir(threshold);
    }
  }

  /** n of n non-mated searches at .5: none may be accepted at any rate below 1. */
  @Test
  void tiesAreRejectedTogether() {
    Cosines tied = Cosines.of(0.5, 0.5, 0.5, 0.5, 0.1);

    assertThat(tied.thresholdFor(0.5)).isEqualTo(Math.nextUp(0.5));
    assertThat(tied.shareReaching(tied.thresholdFor(0.5))).isZero();
    assertThat(tied.thresholdFor(0.8)).isEqualTo(Math.nextUp(0.1));
  }

  @Test
  void aRateTakesTenErrors() {
    assertThat(Resolution.trialsFor(0.01)).isEqualTo(1_000);
    assertThat(Resolution.trialsFor(0.003)).isEqualTo(3_334);
    assertThat(Resolution.supports(0.001, 9_999)).isFalse();
    assertThat(Resolution.supports(0.001, 10_000)).isTrue();
    assertThat(Resolution.ruleOfThree(300)).isEqualTo(0.01, within(1e-12));
  }
}
