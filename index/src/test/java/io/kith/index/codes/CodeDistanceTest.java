package io.kith.index.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.Samples;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distances of codes beside what the theory says of them. */
final class CodeDistanceTest {

  private final Random random = new Random(Samples.seed());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, 100, 128, 512, 700, 1024})
  void aRotationKeepsDotProducts(int dimension) {
    Rotation rotation = new Rotation(dimension);
    float[] a = unit(dimension);
    float[] b = unit(dimension);

    assertThat(VectorUtil.dotProduct(rotation.rotate(a), rotation.rotate(b)))
        .isCloseTo(VectorUtil.dotProduct(a, b), within(1e-5f));
    assertThat(rotation.directions()).isGreaterThanOrEqualTo(dimension).isGreaterThanOrEqualTo(512);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 512, 1024})
  void aRotationIsTheSameWithAnyKernel(int dimension) {
    float[] vector = unit(dimension);

    assertThat(new Rotation(dimension, new VectorKernel()).rotate(vector))
        .isEqualTo(new Rotation(dimension, new ScalarKernel()).rotate(vector));
  }

  /**
   * With 4,000 pairs the standard error of the mean is 1.6 % of a deviation, of the variance 2.2 %.
   */
  @ParameterizedTest
  @CsvSource({
    "32, .3",
    "32, 1.2",
    "100, .8",
    "128, 1.5",
    "512, .3",
    "512, .8",
    "512, 1.2",
    "512, 1.57",
    "512, 2.5",
    "700, 1"
  })
  void meanAndVarianceAreThoseOfTheTheory(int dimension, double angle) {
    Distances distances = new Distances(dimension);
    double[] drawn = new double[4_000];
    for (int i = 0; i < drawn.length; i++) {
      float[] a = unit(dimension);
      drawn[i] = distances.between(a, at(angle, a, unit(dimension)));
    }
    CodeDistance theory = distances.theory;

    assertThat(mean(drawn))
        .isCloseTo(theory.mean(angle), within(.1 * Math.sqrt(theory.variance(angle))));
    assertThat(variance(drawn) / theory.variance(angle)).isBetween(.85, 1.15);
  }

  @Test
  void vectorsWithTwoValuesOnlyAreNoWorse() {
    // Signs of plain coordinates would say next to nothing of these.
    int dimension = 512;
    double angle = 1;
    Distances distances = new Distances(dimension);
    double[] drawn = new double[4_000];
    for (int i = 0; i < drawn.length; i++) {
      float[] a = new float[dimension];
      float[] b = new float[dimension];
      int first = random.nextInt(dimension);
      a[first] = 1;
      b[(first + 1 + random.nextInt(dimension - 1)) % dimension] = 1;
      drawn[i] = distances.between(a, at(angle, a, b));
    }
    CodeDistance theory = distances.theory;

    assertThat(mean(drawn))
        .isCloseTo(theory.mean(angle), within(.3 * Math.sqrt(theory.variance(angle))));
    assertThat(variance(drawn) / theory.variance(angle)).isLessThan(1.3);
  }

  /**
   * Of 20,000 pairs 20 are expected beyond the reach, and 45 are seen once in a million runs; fewer
   * where bits are few, since distances are whole numbers.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.03, .1, .4, .9, 1.3})
  void whatLiesBeyondTheReachIsAsRareAsStated(double angle) {
    int dimension = 512;
    Distances distances = new Distances(dimension);
    int reach = distances.theory.reach(angle, 0, CodeDistance.deviations(1e-3));
    int beyond = 0;
    for (int i = 0; i < 20_000; i++) {
      float[] a = unit(dimension);
      beyond += distances.between(a, at(angle, a, unit(dimension))) > reach ? 1 : 0;
    }

    assertThat(beyond).isBetween(angle < .9 ? 0 : 1, 45);
  }

  @Test
  void theReachGrowsWithTheAngleItsDeviationAndTheRarity() {
    CodeDistance distance = new CodeDistance(512);

    assertThat(distance.reach(1, 0, CodeDistance.deviations(1e-3)))
        .isGreaterThan(distance.reach(.9, 0, CodeDistance.deviations(1e-3)));
    assertThat(distance.reach(1, .1, CodeDistance.deviations(1e-3)))
        .isGreaterThan(distance.reach(1, 0, CodeDistance.deviations(1e-3)));
    assertThat(distance.reach(1, 0, CodeDistance.deviations(1e-9)))
        .isGreaterThan(distance.reach(1, 0, CodeDistance.deviations(1e-3)));
    assertThat(distance.reach(Math.PI, 1, CodeDistance.deviations(1e-9))).isEqualTo(512);
    assertThat(distance.reach(0, 0, CodeDistance.deviations(1e-3))).isZero();
  }

  /** Codes without a mean. */
  private static final class Distances {

    private final Rotation rotation;
    private final SignCodesMeta meta;
    private final CodeDistance theory;

    Distances(int dimension) {
      rotation = new Rotation(dimension);
      meta = SignCodesMeta.of(0, 0, new float[rotation.directions()], 0);
      theory = new CodeDistance(rotation.directions());
    }

    int between(float[] a, float[] b) {
      long[] first = meta.encode(rotation.rotate(a));
      long[] second = meta.encode(rotation.rotate(b));
      int distance = 0;
      for (int i = 0; i < first.length; i++) {
        distance += Long.bitCount(first[i] ^ second[i]);
      }
      return distance;
    }
  }

  private float[] unit(int dimension) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return VectorUtil.l2normalize(values);
  }

  /** A unit vector at an angle to a, in the plane of a and b. */
  private static float[] at(double angle, float[] a, float[] b) {
    float along = VectorUtil.dotProduct(a, b);
    float[] across = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      across[i] = b[i] - along * a[i];
    }
    VectorUtil.l2normalize(across);
    float[] turned = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      turned[i] = (float) (Math.cos(angle) * a[i] + Math.sin(angle) * across[i]);
    }
    return turned;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    return square / values.length;
  }
}
