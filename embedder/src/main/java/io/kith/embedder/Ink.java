package io.kith.embedder;

/**
 * Where an image is drawn on in dark on light: the rectangle around the ink, pixels of the image.
 */
record Ink(double left, double top, double width, double height) {

  /** Enough to see where strokes end; more only takes time. */
  private static final int LARGEST_SIDE = 512;

  /** Least difference between paper and ink, of 255; less is shade, not ink. */
  private static final int CONTRAST = 48;

  /** One part in so many of the ink may lie outside on each side: a speck is not the drawing. */
  private static final int SPECKS = 400;

  /**
   * Finds the ink: pixels nearer to the darkest than to the lightest.
   *
   * @return the whole image where it has too little contrast to tell
   */
  static Ink in(Pyramid pyramid) {
    int side = Math.max(pyramid.image().width(), pyramid.image().height());
    int halvings = 0;
    while (side >> halvings > LARGEST_SIDE) {
      halvings++;
    }
    Pyramid.Level level = pyramid.level(halvings);
    return in(level.image()).scaled(1 / level.scale());
  }

  private static Ink in(DecodedImage image) {
    int width = image.width();
    int height = image.height();
    int[] light = light(image.bgr());
    int darkest = 255;
    int lightest = 0;
    for (int value : light) {
      darkest = Math.min(darkest, value);
      lightest = Math.max(lightest, value);
    }
    if (lightest - darkest < CONTRAST) {
      return new Ink(0, 0, width, height);
    }
    int middle = (darkest + lightest + 1) / 2;
    int[] columns = new int[width];
    int[] rows = new int[height];
    int all = 0;
    for (int i = 0; i < light.length; i++) {
      if (light[i] < middle) {
        columns[i % width]++;
        rows[i / width]++;
        all++;
      }
    }
    int specks = all / SPECKS;
    int left = first(columns, specks);
    int top = first(rows, specks);
    return new Ink(left, top, last(columns, specks) - left + 1.0, last(rows, specks) - top + 1.0);
  }

  /** Green twice, blue and red once, over four: near enough to luma to part ink from paper. */
  private static int[] light(byte[] bgr) {
    int[] light = new int[bgr.length / 3];
    for (int i = 0, p = 0; i < light.length; i++, p += 3) {
      light[i] = ((bgr[p] & 0xff) + 2 * (bgr[p + 1] & 0xff) + (bgr[p + 2] & 0xff)) >> 2;
    }
    return light;
  }

  /** The first line before which there are at most so many. */
  private static int first(int[] counts, int most) {
    int sum = 0;
    int line = 0;
    while (sum + counts[line] <= most) {
      sum += counts[line++];
    }
    return line;
  }

  /** The last line after which there are at most so many. */
  private static int last(int[] counts, int most) {
    int sum = 0;
    int line = counts.length - 1;
    while (sum + counts[line] <= most) {
      sum += counts[line--];
    }
    return line;
  }

  private Ink scaled(double factor) {
    return new Ink(factor * left, factor * top, factor * width, factor * height);
  }

  double centreX() {
    return left + width / 2;
  }

  double centreY() {
    return top + height / 2;
  }
}
