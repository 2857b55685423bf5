package io.kith.embedder;

import io.kith.config.ModelCard;
import io.kith.config.ModelCard.Colour;
import io.kith.config.ModelCard.Frame;

/**
 * Cuts a network's input out of an image: {@code [channels, height, width]}, each value {@code (x -
 * mean) / scale}, sampled bilinearly at the mapped centre of each pixel. Immutable.
 */
final class Sampler {

  /*
   * Coordinates are fixed-point with 11 bits behind the point: the weights of four pixels then
   * have 2 x 11 bits, and their sum with 8-bit values fits an int. A map that keeps the axes, as
   * that of the detector's input, blends each pair of image rows once, in a loop that the
   * compiler vectorises, before it goes along the row: a third of the time.
   */
  private static final int BITS = 11;

  private static final int ONE = 1 << BITS;

  private static final int WHITE = 255 << (2 * BITS);

  private final int width;
  private final int height;
  private final boolean grey;
  private final boolean paper;
  private final int blue;
  private final int green;
  private final int red;
  private final float gain;
  private final float bias;

  Sampler(ModelCard.Network input) {
    width = input.width();
    height = input.height();
    int plane = width * height;
    grey = input.colour() == Colour.GREY;
    paper = input.frame() == Frame.DRAWING;
    blue = input.colour() == Colour.RGB ? 2 * plane : 0;
    green = plane;
    red = input.colour() == Colour.BGR ? 2 * plane : 0;
    gain = (float) (1 / (input.scale() * ONE * ONE));
    bias = (float) (-input.mean() / input.scale());
  }

  /** Number of values in one input. */
  int size() {
    return (grey ? 1 : 3) * width * height;
  }

  /**
   * Writes one input.
   *
   * @param pyramid the image
   * @param toImage map from the input's plane to the image's. Outside of the image a map that keeps
   *     the axes takes the nearest pixel, or white for drawings, whose strokes may end at the edge;
   *     any other takes black: faces cut off by the edge then embed closest to the whole face
   * @param values where the input goes
   * @param offset place of its first value in {@code values}
   */
  void sample(Pyramid pyramid, Affine toImage, float[] values, int offset) {
    // The level where a step in the input is one to two steps in the image.
    int halvings = Math.max(0, (int) Math.floor(Math.log(toImage.area()) / Math.log(4)));
    Pyramid.Level level = pyramid.level(halvings);
    Affine map = toImage.scaled(level.scale());
    if (map.xy() == 0 && map.yx() == 0) {
      stretch(level.image(), map, values, offset);
    } else {
      warp(level.image(), map, values, offset);
    }
  }

  private void stretch(DecodedImage image, Affine map, float[] values, int offset) {
    int side = 3 * image.width();
    int[] columns = new int[width];
    int[] weights = new int[width];
    for (int x = 0; x < width; x++) {
      long column = inside(map.xx() * (x + .5) + map.x0() - .5, image.width());
      columns[x] = 3 * whole(column);
      weights[x] = fraction(column);
    }
    int first = Math.min(columns[0], columns[width - 1]);
    int last = Math.min(Math.max(columns[0], columns[width - 1]) + 6, side);
    byte[] bgr = image.bgr();
    // One pixel more than the row: what the last column blends with, by nothing.
    int[] blended = new int[side + 3];
    for (int y = 0; y < height; y++) {
      long row = inside(map.yy() * (y + .5) + map.y0() - .5, image.height());
      int bottom = fraction(row);
      int upper = whole(row) * side;
      int lower = bottom > 0 ? upper + side : upper;
      for (int i = first; i < last; i++) {
        blended[i] = (ONE - bottom) * (bgr[upper + i] & 0xff) + bottom * (bgr[lower + i] & 0xff);
      }
      int at = offset + y * width;
      boolean above = paper && outside(map.yy() * (y + .5) + map.y0() - .5, image.height());
      for (int x = 0; x < width; x++) {
        if (above || (paper && outside(map.xx() * (x + .5) + map.x0() - .5, image.width()))) {
          put(WHITE, WHITE, WHITE, values, at + x);
          continue;
        }
        int p = columns[x];
        int right = weights[x];
        put(
            along(blended, p, right),
            along(blended, p + 1, right),
            along(blended, p + 2, right),
            values,
            at + x);
      }
    }
  }

  private static int along(int[] blended, int p, int right) {
    return (ONE - right) * blended[p] + right * blended[p + 3];
  }

  private void warp(DecodedImage image, Affine map, float[] values, int offset) {
    byte[] bgr = image.bgr();
    int at = offset;
    for (int y = 0; y < height; y++) {
      double startX = map.xx() * .5 + map.xy() * (y + .5) + map.x0() - .5;
      double startY = map.yx() * .5 + map.yy() * (y + .5) + map.y0() - .5;
      for (int x = 0; x < width; x++, at++) {
        double atX = startX + map.xx() * x;
        double atY = startY + map.yx() * x;
        if (outside(atX, image.width()) || outside(atY, image.height())) {
          put(0, 0, 0, values, at);
          continue;
        }
        long column = inside(atX, image.width());
        long row = inside(atY, image.height());
        int right = fraction(column);
        int bottom = fraction(row);
        int nw = (ONE - right) * (ONE - bottom);
        int ne = right * (ONE - bottom);
        int sw = (ONE - right) * bottom;
        int se = right * bottom;
        int p = 3 * (whole(row) * image.width() + whole(column));
        int q = right > 0 ? p + 3 : p;
        int down = bottom > 0 ? 3 * image.width() : 0;
        put(
            blend(bgr, p, q, down, nw, ne, sw, se),
            blend(bgr, p + 1, q + 1, down, nw, ne, sw, se),
            blend(bgr, p + 2, q + 2, down, nw, ne, sw, se),
            values,
            at);
      }
    }
  }

  private static int blend(byte[] bgr, int p, int q, int down, int nw, int ne, int sw, int se) {
    return nw * (bgr[p] & 0xff)
        + ne * (bgr[q] & 0xff)
        + sw * (bgr[p + down] & 0xff)
        + se * (bgr[q + down] & 0xff);
  }

  /** Whether a coordinate relative to the centre of the first pixel is off the image. */
  private static boolean outside(double coordinate, int side) {
    return coordinate < -.5 || coordinate > side - .5;
  }

  /**
   * A coordinate relative to the centre of the first pixel, in fixed-point, moved onto the image.
   */
  private static long inside(double coordinate, int side) {
    return Math.min(Math.max((long) (coordinate * ONE), 0), (side - 1L) << BITS);
  }

  private static int whole(long coordinate) {
    return (int) (coordinate >> BITS);
  }

  private static int fraction(long coordinate) {
    return (int) coordinate & (ONE - 1);
  }

  private void put(int b, int g, int r, float[] values, int at) {
    if (grey) {
      values[at] = (.114f * b + .587f * g + .299f * r) * gain + bias;
    } else {
      values[at + blue] = b * gain + bias;
      values[at + green] = g * gain + bias;
      values[at + red] = r * gain + bias;
    }
  }
}
