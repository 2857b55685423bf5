package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class UnitVectorTest {

  @Test
  void valuesAreNormalised() {
    float[] unit = UnitVector.of(new float[] {3, 0, 4}).values();

    assertThat(unit).containsExactly(new float[] {0.6f, 0, 0.8f}, within(1e-7f));
  }

  @Test
  void tinyAndHugeValuesAreNormalisedToo() {
    assertThat(UnitVector.of(new float[] {1e-5f, 0}).values()).containsExactly(1, 0);
    assertThat(UnitVector.of(new float[] {1e30f, 0}).values()).containsExactly(1, 0);
  }

  @Test
  void aVectorWithoutADirectionIsRefused() {
    assertRefused(new float[] {0, 0}, "zero");
    assertRefused(new float[] {1e-9f, 0}, "norm");
    assertRefused(new float[] {}, "0 values");
    assertRefused(new float[] {1, Float.NaN}, "position 1");
    assertRefused(new float[] {Float.NEGATIVE_INFINITY, 1}, "position 0");
    assertRefused(new float[UnitVector.MAX_DIMENSION + 1], "4097");
  }

  @Test
  void valuesAreCopiedInAndOut() {
    float[] given = {1, 0};
    UnitVector vector = UnitVector.of(given);
    given[0] = 5;
    vector.values()[1] = 7;

    assertThat(vector.values()).containsExactly(1, 0);
    assertThat(vector)
        .isEqualTo(UnitVector.of(new float[] {2, 0}))
        .hasSameHashCodeAs(UnitVector.of(new float[] {2, 0}));
  }

  @Test
  void squaredDistanceIsTwoLessTwiceTheCosine() {
    Samples samples = new Samples(Samples.seed());
    UnitVector a = samples.vector();
    UnitVector b = samples.near(a, 0.3);
    double squared = 0;
    for (int i = 0; i < a.dimension(); i++) {
      squared += Math.pow(a.values()[i] - (double) b.values()[i], 2);
    }

    assertThat(squared).isCloseTo(2 - 2 * a.cosine(b), within(1e-5));
    assertThat(squared).isCloseTo(2 - 2 * a.steadyCosine(b), within(1e-6));
  }

  @Test
  void cosineNeedsEqualDimensions() {
    UnitVector two = UnitVector.of(new float[] {1, 0});
    UnitVector three = UnitVector.of(new float[] {1, 0, 0});

    assertThatThrownBy(() -> two.cosine(three)).isInstanceOf(InvalidVectorException.class);
    assertThatThrownBy(() -> two.steadyCosine(three)).isInstanceOf(InvalidVectorException.class);
  }

  @Test
  void steadyCosineCountsEveryValueOfEveryDimension() {
    for (int dimension = 1; dimension <= 9; dimension++) {
      float[] ones = new float[dimension];
      Arrays.fill(ones, 1);
      assertThat(UnitVector.of(ones).steadyCosine(UnitVector.of(ones))).isCloseTo(1, within(1e-6));
    }
  }

  private static void assertRefused(float[] values, String message) {
    assertThatThrownBy(() -> UnitVector.of(values))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining(message);
  }
}
