package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WithinClassTest {

  private static final int DIMENSION = 3;

  private final Random random = new Random(1);

  /** What is left of the shrinkage: variances v become v / (v + 0.3 m), m their mean. */
  @Test
  void normalisedEmbeddingsOfOneClassDifferAlikeInAllDirections() {
    double[] deviations = {3, 1, 0.1};
    float[][][] classes = new float[200][][];
    WithinClass before = new WithinClass(DIMENSION);
    for (int i = 0; i < classes.length; i++) {
      classes[i] = embeddings(deviations);
      before.add(classes[i]);
    }

    double[][] covariance = covariance(classes, before.normalisation());

    double mean = (9 + 1 + 0.01) / 3;
    double scale = mean; // embeddings keep about their norm
    assertThat(covariance[0][0]).isCloseTo(scale * 9 / (9 + 0.3 * mean), within(0.1));
    assertThat(covariance[1][1]).isCloseTo(scale * 1 / (1 + 0.3 * mean), within(0.1));
    assertThat(covariance[2][2]).isCloseTo(scale * 0.01 / (0.01 + 0.3 * mean), within(0.01));
    assertThat(covariance[1][0]).isCloseTo(0, within(0.1));
    assertThat(covariance[2][0]).isCloseTo(0, within(0.05));
  }

  @Test
  void howFarClassesAreApartDoesNotMatter() {
    float[][] some = embeddings(1, 1, 1);
    float[][] others = embeddings(1, 1, 1);
    WithinClass near = new WithinClass(DIMENSION);
    near.add(some);
    near.add(others);
    for (float[] each : others) {
      each[0] += 50;
    }
    WithinClass far = new WithinClass(DIMENSION);
    far.add(some);
    far.add(others);

    float[][] expected = near.normalisation();
    float[][] map = far.normalisation();

    for (int i = 0; i < DIMENSION; i++) {
      assertThat(map[i]).containsExactly(expected[i], within(1e-3f));
    }
  }

  @Test
  void classesOfOneEmbeddingTellNothingAndChangeNoDirection() {
    WithinClass none = new WithinClass(2);
    none.add(new float[][] {{1, 2}});
    none.add(new float[0][]);

    float[][] map = none.normalisation();

    assertThat(map[0][0]).isPositive().isEqualTo(map[1][1]);
    assertThat(map[0][1]).isZero();
    assertThat(map[1][0]).isZero();
  }

  private float[][] embeddings(double... deviations) {
    float[][] embeddings = new float[20][DIMENSION];
    for (float[] each : embeddings) {
      for (int i = 0; i < DIMENSION; i++) {
        each[i] = (float) (deviations[i] * random.nextGaussian());
      }
    }
    return embeddings;
  }

  private static double[][] covariance(float[][][] classes, float[][] map) {
    double[][] covariance = new double[DIMENSION][DIMENSION];
    int freedom = 0;
    for (float[][] each : classes) {
      double[] mean = new double[DIMENSION];
      float[][] mapped = new float[each.length][DIMENSION];
      for (int image = 0; image < each.length; image++) {
        for (int i = 0; i < DIMENSION; i++) {
          for (int j = 0; j < DIMENSION; j++) {
            mapped[image][i] += map[i][j] * each[image][j];
          }
          mean[i] += mapped[image][i] / each.length;
        }
      }
      for (float[] one : mapped) {
        for (int i = 0; i < DIMENSION; i++) {
          for (int j = 0; j < DIMENSION; j++) {
            covariance[i][j] += (one[i] - mean[i]) * (one[j] - mean[j]);
          }
        }
      }
      freedom += each.length - 1;
    }
    for (double[] row : covariance) {
      for (int j = 0; j < DIMENSION; j++) {
        row[j] /= freedom;
      }
    }
    return covariance;
  }
}
