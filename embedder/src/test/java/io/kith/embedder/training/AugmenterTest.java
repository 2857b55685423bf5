package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.ModelCard;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random changes of images. */
final class AugmenterTest {

  private static final int SIDE = 16;
  private final ModelCard.Network input =
      new ModelCard.Network(
          "x", ModelCard.Engine.PYTORCH, SIDE, SIDE, ModelCard.Colour.GREY, 127.5, 127.5);
  private final byte[] planes = new byte[4 * SIDE * SIDE];

  AugmenterTest() {
    new Random(1).nextBytes(planes);
  }

  /** Twice as wide and high: each value is the mean of four pixels. */
  @Test
  void withoutChangesEachValueIsTheMeanOfItsPixels() {
    float[] values = apply(Augmentation.none(), 0, 1);

    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int p = 4 * SIDE * y + 2 * x;
        double mean =
            ((planes[p] & 0xff)
                    + (planes[p + 1] & 0xff)
                    + (planes[p + 2 * SIDE] & 0xff)
                    + (planes[p + 2 * SIDE + 1] & 0xff))
                / 4.0;
        assertThat((double) values[y * SIDE + x]).isEqualTo((mean - 127.5) / 127.5, within(0.01));
      }
    }
  }

  @Test
  void sidesAreTurnsByQuartersThenThoseOfTheImageMirrored() {
    float[] upright = apply(Augmentation.none(), 0, 1);
    float[] turned = apply(Augmentation.none(), 1, 1);
    float[] mirrored = apply(Augmentation.none(), 4, 1);

    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int end = SIDE - 1;
        assertThat(turned[y * SIDE + x]).isCloseTo(upright[x * SIDE + end - y], within(0.02f));
        assertThat(mirrored[y * SIDE + x]).isCloseTo(upright[y * SIDE + end - x], within(0.02f));
      }
    }
  }

  @Test
  void theSeedDecidesAll() {
    assertThat(apply(Augmentation.drawn(), 0, 1)).isEqualTo(apply(Augmentation.drawn(), 0, 1));
    assertThat(apply(Augmentation.drawn(), 0, 1)).isNotEqualTo(apply(Augmentation.drawn(), 0, 2));
  }

  @Test
  void valuesStayInTheRangeOfPixels() {
    for (int seed = 0; seed < 50; seed++) {
      for (float value : apply(Augmentation.photographs(), 0, seed)) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  private float[] apply(Augmentation augmentation, int side, long seed) {
    float[] values = new float[SIDE * SIDE];
    new Augmenter(augmentation, input).apply(planes, side, new SplittableRandom(seed), values, 0);
    return values;
  }
}
