package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Finding what is drawn, on paper made here. */
class InkTest {

  @Test
  void isTheRectangleAroundDarkOnLight() {
    assertThat(ink(40, 30, 200, 80, new Box(5, 7, 20, 11))).isEqualTo(new Ink(5, 7, 20, 11));
  }

  @Test
  void isTheWholeImageWithoutContrast() {
    assertThat(ink(40, 30, 200, 180, new Box(5, 7, 20, 11))).isEqualTo(new Ink(0, 0, 40, 30));
  }

  @Test
  void aSpeckIsNotTheDrawing() {
    byte[] bgr = paper(100, 100, 255);
    draw(bgr, 100, 0, new Box(30, 30, 40, 40));
    draw(bgr, 100, 0, new Box(2, 95, 2, 2));

    assertThat(Ink.in(new Pyramid(new DecodedImage(bgr, 100, 100))))
        .isEqualTo(new Ink(30, 30, 40, 40));
  }

  /** Looked for in a smaller copy, which is even. */
  @Test
  void isFoundInLargeImagesToo() {
    assertThat(ink(2048, 1024, 255, 0, new Box(400, 200, 800, 600)))
        .isEqualTo(new Ink(400, 200, 800, 600));
  }

  private static Ink ink(int width, int height, int light, int dark, Box drawn) {
    byte[] bgr = paper(width, height, light);
    draw(bgr, width, dark, drawn);
    return Ink.in(new Pyramid(new DecodedImage(bgr, width, height)));
  }

  private static byte[] paper(int width, int height, int light) {
    byte[] bgr = new byte[3 * width * height];
    Arrays.fill(bgr, (byte) light);
    return bgr;
  }

  private static void draw(byte[] bgr, int width, int dark, Box at) {
    for (int y = at.y(); y < at.y() + at.height(); y++) {
      int from = 3 * (y * width + at.x());
      Arrays.fill(bgr, from, from + 3 * at.width(), (byte) dark);
    }
  }
}
