package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.ModelCard;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final int SIDE = 16;

  private final Sampler sampler =
      new Sampler(
          new ModelCard.Network(
              "n", ModelCard.Engine.ONNX_RUNTIME, SIDE, SIDE, ModelCard.Colour.BGR, 0, 1));

  @Test
  void copiesPixelsWhereNothingMoves() {
    DecodedImage image = noise(SIDE, SIDE);
    float[] values = sample(image, Affine.stretch(SIDE, SIDE, 0, 0, SIDE, SIDE));

    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(values[i]).isEqualTo(image.bgr()[3 * i] & 0xff);
    }
  }

  @Test
  void aTurnByNothingGivesWhatAStretchGives() {
    DecodedImage image = noise(40, 30);
    Affine stretch = Affine.stretch(SIDE, SIDE, 3.3, 4.7, 25, 20);
    // So slight a turn that only the way of computing changes.
    Affine turned = new Affine(stretch.xx(), 1e-9, stretch.x0(), -1e-9, stretch.yy(), stretch.y0());

    float[] expected = sample(image, stretch);
    float[] actual = sample(image, turned);

    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(.3f));
    }
  }

  @Test
  void blendsARampExactly() {
    DecodedImage image = ramp(64, 64);
    double angle = .4;
    Affine map =
        new Affine(Math.cos(angle), -Math.sin(angle), 25, Math.sin(angle), Math.cos(angle), 20);
    float[] values = sample(image, map);

    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        Affine.Point point = map.apply(new Affine.Point(x + .5, y + .5));
        assertThat(values[y * SIDE + x])
            .isCloseTo((float) (2 * (point.x() - .5) + point.y() - .5), within(.1f));
      }
    }
  }

  @Test
  void averagesTextureThatIsTooFineForTheInput() {
    byte[] bgr = new byte[3 * 512 * 512];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) ((i / 3 + i / (3 * 512)) % 2 == 0 ? 255 : 0);
    }
    float[] values =
        sample(new DecodedImage(bgr, 512, 512), Affine.stretch(SIDE, SIDE, 0, 0, 512, 512));

    for (float value : values) {
      assertThat(value).isCloseTo(128, within(1f));
    }
  }

  /** Strokes may end at the edge of a drawing, and must not go on beside it. */
  @Test
  void takesWhiteBesideADrawing() {
    Sampler drawings =
        new Sampler(
            new ModelCard.Network(
                "n",
                ModelCard.Engine.PYTORCH,
                SIDE,
                SIDE,
                ModelCard.Colour.GREY,
                0,
                1,
                null,
                ModelCard.Frame.DRAWING));
    DecodedImage black = new DecodedImage(new byte[3 * 8 * 8], 8, 8);
    float[] values = new float[drawings.size()];

    drawings.sample(new Pyramid(black), Affine.stretch(SIDE, SIDE, -4, -4, 16, 16), values, 0);

    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside = x >= 4 && x < 12 && y >= 4 && y < 12;
        assertThat(values[y * SIDE + x]).isCloseTo(inside ? 0 : 255, within(.01f));
      }
    }
  }

  @Test
  void takesTheEdgeBesideAnImageThatIsStretchedAndBlackBesideOneThatIsTurned() {
    byte[] white = new byte[3 * 8 * 8];
    Arrays.fill(white, (byte) 255);
    DecodedImage image = new DecodedImage(white, 8, 8);

    assertThat(sample(image, Affine.stretch(SIDE, SIDE, -8, -8, 24, 24))).containsOnly(255);
    assertThat(sample(image, new Affine(1, .01, -20, -.01, 1, -20))[0]).isZero();
  }

  @Test
  void readsImagesOfAnyProportion() {
    for (int[] size : new int[][] {{1, 1}, {1, 5_000}, {5_000, 1}, {3_000_000, 1}, {2, 3}}) {
      DecodedImage image = noise(size[0], size[1]);
      float[] values = sample(image, Affine.stretch(SIDE, SIDE, 0, 0, size[0], size[1]));
      for (float value : values) {
        assertThat(value).isBetween(0f, 255f);
      }
    }
  }

  private float[] sample(DecodedImage image, Affine map) {
    float[] values = new float[sampler.size()];
    sampler.sample(new Pyramid(image), map, values, 0);
    return values;
  }

  private static DecodedImage noise(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    new Random(3).nextBytes(bgr);
    return new DecodedImage(bgr, width, height);
  }

  private static DecodedImage ramp(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        bgr[3 * (y * width + x)] = (byte) (2 * x + y);
      }
    }
    return new DecodedImage(bgr, width, height);
  }
}
