package io.kith.server.demo;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One movement of the pen: a dot, or cubic Bézier curves one after another.
 *
 * @param points where the pen is put down, then for each curve its two control points and its end;
 *     in the unit square when it is part of a symbol
 */
record Stroke(List<Point> points) {

  Stroke {
    points = List.copyOf(points);
    if (points.size() % 3 != 1) {
      throw new IllegalArgumentException(
          "points of a stroke: %d, not 1 + 3 per curve".formatted(points.size()));
    }
  }

  boolean dot() {
    return points.size() == 1;
  }

  /** The stroke with all its points moved. */
  Stroke moved(UnaryOperator<Point> movement) {
    return new Stroke(points.stream().map(movement).toList());
  }

  /**
   * The stroke with its first and its last curve made longer, or shorter, at the stroke's ends.
   *
   * @param start share of the way from the first curve's second control point by which it starts
   *     earlier; negative for later
   * @param end the same for the last curve's end
   */
  Stroke stretched(double start, double end) {
    if (dot()) {
      return this;
    }
    List<Point> stretched = new ArrayList<>(points);
    int last = points.size() - 1;
    stretched.set(0, points.get(1).towards(points.get(0), 1 + start));
    stretched.set(last, points.get(last - 1).towards(points.get(last), 1 + end));
    return new Stroke(stretched);
  }

  /** The line that the pen draws; only a start for a dot. */
  Path2D path() {
    Path2D path = new Path2D.Double();
    path.moveTo(points.getFirst().x(), points.getFirst().y());
    for (int i = 1; i < points.size(); i += 3) {
      Point first = points.get(i);
      Point second = points.get(i + 1);
      Point end = points.get(i + 2);
      path.curveTo(first.x(), first.y(), second.x(), second.y(), end.x(), end.y());
    }
    return path;
  }
}
