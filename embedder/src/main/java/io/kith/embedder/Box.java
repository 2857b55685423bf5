package io.kith.embedder;

/**
 * A rectangle in an upright image, inside its bounds.
 *
 * @param x left edge, pixels from the image's left, 0 or more
 * @param y upper edge, pixels from the image's top, 0 or more
 * @param width pixels, 1 or more
 * @param height pixels, 1 or more
 */
public record Box(int x, int y, int width, int height) {

  public Box {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "box: x %d, y %d, width %d, height %d is not inside an image"
              .formatted(x, y, width, height));
    }
  }

  /** Intersection over union with another box of the same image, in [0, 1]. */
  public double overlap(Box other) {
    return edges().overlap(other.edges());
  }

  private Detection edges() {
    return new Detection(x, y, (double) x + width, (double) y + height, 1);
  }

  /**
   * How much of an image's attention the box has: its area in pixels, weighted from 1 in the centre
   * of the image down to 0 at its corners. Whoever a photograph is of is not always the one nearest
   * to the camera, but seldom at the edge.
   */
  double prominence(int imageWidth, int imageHeight) {
    double offCentre =
        Math.hypot(x + width / 2.0 - imageWidth / 2.0, y + height / 2.0 - imageHeight / 2.0);
    double farthest = Math.hypot(imageWidth / 2.0, imageHeight / 2.0);
    return (double) width * height * (1 - offCentre / farthest);
  }
}
