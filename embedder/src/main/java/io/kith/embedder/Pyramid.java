package io.kith.embedder;

import java.util.ArrayList;
import java.util.List;

/**
 * An image and its halvings, made when first asked for. One call's own: not safe for concurrent
 * use.
 *
 * <p>Bilinear sampling reads the four pixels around a point. Where the wanted image is many times
 * smaller, the pixels in between would be skipped and fine texture would turn into noise; sampling
 * from the level nearest to the wanted size averages them instead, and a large photograph is walked
 * over once for all of its subjects.
 */
final class Pyramid {

  /**
   * One step of the pyramid.
   *
   * @param image its pixels
   * @param scale its pixels per pixel of the image, a power of a half
   */
  record Level(DecodedImage image, double scale) {}

  private final List<Level> levels = new ArrayList<>();

  Pyramid(DecodedImage image) {
    levels.add(new Level(image, 1));
  }

  /** The image itself. */
  DecodedImage image() {
    return levels.getFirst().image();
  }

  /**
   * The image halved {@code halvings} times, or fewer times where a side would shrink to nothing.
   */
  Level level(int halvings) {
    while (levels.size() <= halvings) {
      Level last = levels.getLast();
      if (last.image.width() < 2 || last.image.height() < 2) {
        return last;
      }
      levels.add(new Level(half(last.image), last.scale / 2));
    }
    return levels.get(halvings);
  }

  /** Averages 2 x 2 pixels; a last odd row or column is dropped. */
  private static DecodedImage half(DecodedImage image) {
    int width = image.width() / 2;
    int height = image.height() / 2;
    int stride = 3 * image.width();
    byte[] source = image.bgr();
    byte[] half = new byte[3 * width * height];
    int target = 0;
    for (int y = 0; y < height; y++) {
      int from = 2 * y * stride;
      for (int x = 0; x < width; x++, from += 6) {
        for (int c = from; c < from + 3; c++) {
          int sum =
              (source[c] & 0xff)
                  + (source[c + 3] & 0xff)
                  + (source[c + stride] & 0xff)
                  + (source[c + stride + 3] & 0xff);
          half[target++] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return new DecodedImage(half, width, height);
  }
}
