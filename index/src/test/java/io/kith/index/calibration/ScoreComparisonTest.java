package io.kith.index.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.calibration.ScoreComparison.Comparison;
import io.kith.index.calibration.ScoreComparison.Figures;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreComparisonTest {

  private static Figures of(Comparison comparison, ScoreRule rule) {
    return comparison.figures().stream().filter(it -> it.rule() == rule).findFirst().orElseThrow();
  }

  @Test
  void theWeightedMeanOfTemplatesOfOneQualityIsTheMean() {
    Comparison comparison =
        ScoreComparison.of(Drawn.subjects(60, 2, 0.8, new Random(1)), 1).orElseThrow();
    Figures mean = of(comparison, ScoreRule.MEAN);
    assertThat(of(comparison, ScoreRule.WEIGHTED_MEAN))
        .isEqualTo(
            new Figures(
                ScoreRule.WEIGHTED_MEAN,
                mean.rank1(),
                mean.fnir(),
                mean.difference(),
                mean.deviation()));
    assertThat(comparison.mated()).isEqualTo(120);
    assertThat(comparison.nonMated()).isEqualTo(120);
  }

  @Test
  void aRuleThatIsBetterByChanceOnlyIsNotPreferredToASimplerOne() {
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      Drawn gallery = Drawn.subjects(100, 8, 1.2, random);
      gallery.templates.replaceAll(
          it ->
              new Sampled(it.identity(), it.template(), it.vector(), 1 + random.nextDouble() / 10));
      assertThat(ScoreComparison.of(gallery, 1).orElseThrow().recommended())
          .isEqualTo(ScoreRule.MEAN);
    }
  }

  @Test
  void noiseIsAveragedOutByTheMean() {
    Comparison comparison =
        ScoreComparison.of(Drawn.subjects(100, 8, 1.2, new Random(2)), 1).orElseThrow();
    assertThat(of(comparison, ScoreRule.MEAN).difference()).isNegative();
    assertThat(comparison.recommended()).isEqualTo(ScoreRule.MEAN);
  }

  @Test
  void theBestCosineIsRecommendedWhereNothingBeatsIt() {
    Comparison comparison =
        ScoreComparison.of(Drawn.subjects(60, 2, 0.05, new Random(3)), 1).orElseThrow();
    assertThat(comparison.recommended()).isEqualTo(ScoreRule.BEST);
    assertThat(of(comparison, ScoreRule.BEST).difference()).isZero();
  }

  @Test
  void secondTemplatesAreNeeded() {
    assertThat(ScoreComparison.of(Drawn.subjects(100, 1, 0.5, new Random(4)), 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 19})
  void fewIdentitiesAreNotComparedOn(int identities) {
    assertThat(ScoreComparison.of(Drawn.subjects(identities, 2, 0.5, new Random(6)), 1)).isEmpty();
  }

  @Test
  void aWeibullDistributionIsFoundAgain() {
    Random random = new Random(5);
    double[] distances =
        IntStream.range(0, 20_000)
            .mapToDouble(_ -> 0.4 * Math.pow(-Math.log(1 - random.nextDouble()), 1 / 7.0))
            .toArray();
    Weibull fitted = Weibull.fit(distances);
    assertThat(fitted.scale()).isCloseTo(0.4, within(0.005));
    assertThat(fitted.shape()).isCloseTo(7, within(0.2));
    assertThat(fitted.beyond(0.4)).isCloseTo(Math.exp(-1), within(0.02));
  }

  @Test
  void equalDistancesAreAStep() {
    Weibull fitted = Weibull.fit(new double[] {0.3, 0.3, 0.3});
    assertThat(fitted.beyond(0.29)).isCloseTo(1, within(1e-6));
    assertThat(fitted.beyond(0.31)).isCloseTo(0, within(1e-6));
  }
}
