package io.kith.index.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoTailTest {

  private static final double LEVEL = 2;
  private static final double SCALE = 0.5;

  @ParameterizedTest
  @ValueSource(doubles = {-0.3, 0, 0.2})
  void findsScaleAndShapeOfManyValues(double shape) {
    Random random = new Random(5);
    double[] excesses = new double[100_000];
    for (int i = 0; i < excesses.length; i++) {
      double upper = 1 - random.nextDouble();
      excesses[i] =
          shape == 0 ? -SCALE * Math.log(upper) : SCALE / shape * (Math.pow(upper, -shape) - 1);
    }
    Arrays.sort(excesses);
    ParetoTail tail = ParetoTail.fit(LEVEL, excesses, ones(excesses.length));
    // The standard deviation of the estimate is about 0.004 at this number of values.
    assertThat(tail.shape()).isCloseTo(shape, within(0.02));
    assertThat(tail.scale()).isCloseTo(SCALE, within(0.02));
  }

  @Test
  void drawsTheShapeOfFewValuesToTheExponential() {
    double[] bounded = {0.1, 0.3, 0.5, 0.7, 0.9, 1}; // as of a uniform distribution: shape -1
    double few = ParetoTail.fit(0, bounded, ones(bounded.length)).shape();
    assertThat(few).isBetween(-0.1, 0.0);
  }

  @Test
  void weightsCountAsRepetitions() {
    double[] twice = {0.1, 0.1, 0.4, 0.9, 0.9};
    double[] once = {0.1, 0.4, 0.9};
    ParetoTail repeated = ParetoTail.fit(0, twice, ones(twice.length));
    ParetoTail weighted = ParetoTail.fit(0, once, new double[] {2, 1, 2});
    // Only the number of values, which says how far the shape is trusted, differs.
    assertThat(weighted.scale()).isCloseTo(repeated.scale(), within(0.05));
  }

  @Test
  void survivalIsTheClosedForm() {
    assertThat(new ParetoTail(1, 0.5, 0).survival(2)).isCloseTo(Math.exp(-2), within(1e-12));
    assertThat(new ParetoTail(1, 0.5, 0.25).survival(2))
        .isCloseTo(Math.pow(1.5, -4), within(1e-12));
    assertThat(new ParetoTail(1, 0.5, -0.5).survival(2.1)).isZero();
    assertThat(new ParetoTail(1, 0.5, 0.25).survival(0.5)).isEqualTo(1);
  }

  @Test
  void seenFromAHigherLevelItIsTheSameTail() {
    ParetoTail tail = new ParetoTail(1, 0.5, 0.1);
    ParetoTail higher = tail.from(1.7);
    assertThat(tail.survival(1.7) * higher.survival(2.4))
        .isCloseTo(tail.survival(2.4), within(1e-12));
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
