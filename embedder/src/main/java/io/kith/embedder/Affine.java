package io.kith.embedder;

import java.util.List;

/**
 * An affine map of the plane: {@code x' = xx x + xy y + x0}, {@code y' = yx x + yy y + y0}.
 *
 * <p>Coordinates are continuous: pixel (i, j) covers [i, i + 1) x [j, j + 1) and its centre is at
 * (i + 0.5, j + 0.5).
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  /** A point of the plane. */
  record Point(double x, double y) {}

  /**
   * The map that takes the rectangle from (0, 0) of a size to a rectangle of another place and
   * size.
   */
  static Affine stretch(
      double fromWidth, double fromHeight, double left, double top, double width, double height) {
    return new Affine(width / fromWidth, 0, left, 0, height / fromHeight, top);
  }

  /**
   * The similarity (rotation, one scale, shift) that moves points closest to their targets.
   *
   * <p>Umeyama, "Least-squares estimation of transformation parameters between two point patterns"
   * (1991). In the plane, without reflections, his minimum has a closed form: with both sets
   * centred, x' = a x - b y and y' = b x + a y, where a = sum(x u + y v) / sum(x x + y y) and b =
   * sum(x v - y u) / sum(x x + y y) for targets (u, v).
   *
   * @param from two or more points, not all the same
   * @param to as many targets
   */
  static Affine similarity(List<Point> from, List<Point> to) {
    Point centre = mean(from);
    Point target = mean(to);
    double dot = 0;
    double cross = 0;
    double spread = 0;
    for (int i = 0; i < from.size(); i++) {
      double x = from.get(i).x - centre.x;
      double y = from.get(i).y - centre.y;
      double u = to.get(i).x - target.x;
      double v = to.get(i).y - target.y;
      dot += x * u + y * v;
      cross += x * v - y * u;
      spread += x * x + y * y;
    }
    double a = dot / spread;
    double b = cross / spread;
    return new Affine(
        a,
        -b,
        target.x - a * centre.x + b * centre.y,
        b,
        a,
        target.y - b * centre.x - a * centre.y);
  }

  private static Point mean(List<Point> points) {
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x += point.x;
      y += point.y;
    }
    return new Point(x / points.size(), y / points.size());
  }

  /** Area of the image of the unit square. */
  double area() {
    return Math.abs(xx * yy - xy * yx);
  }

  Point apply(Point point) {
    return new Point(xx * point.x + xy * point.y + x0, yx * point.x + yy * point.y + y0);
  }

  /** The map that undoes this one; its area must not be 0. */
  Affine inverse() {
    double determinant = xx * yy - xy * yx;
    double ixx = yy / determinant;
    double ixy = -xy / determinant;
    double iyx = -yx / determinant;
    double iyy = xx / determinant;
    return new Affine(ixx, ixy, -(ixx * x0 + ixy * y0), iyx, iyy, -(iyx * x0 + iyy * y0));
  }

  /** This map after a scaling of each axis. */
  Affine after(double factorX, double factorY) {
    return new Affine(xx * factorX, xy * factorY, x0, yx * factorX, yy * factorY, y0);
  }

  /** This map followed by a scaling of both axes. */
  Affine scaled(double factor) {
    return new Affine(xx * factor, xy * factor, x0 * factor, yx * factor, yy * factor, y0 * factor);
  }
}
