package io.kith.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** Reads one stroke as {@code symbols.txt} writes it. Not thread-safe. */
final class StrokeReader {

  private static final double UNIT = 100;

  /* Control points at this share of the radius make four cubic curves a circle to 0.03 %. */
  private static final double ROUND = 0.5523;

  private final String text;
  private final Scanner words;
  private final List<Point> points = new ArrayList<>();

  private StrokeReader(String text) {
    this.text = text;
    this.words = new Scanner(text);
  }

  /**
   * Reads a stroke.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static Stroke read(String text) {
    return new StrokeReader(text).read();
  }

  private Stroke read() {
    while (words.hasNext()) {
      String command = words.next();
      if (points.isEmpty() != (command.equals("M") || command.equals("O"))) {
        throw new IllegalArgumentException("stroke must start with M or O, once: " + text);
      }
      switch (command) {
        case "M" -> points.add(point());
        case "L" -> line(point());
        case "Q" -> quadratic(point(), point());
        case "C" -> points.addAll(List.of(point(), point(), point()));
        case "O" -> ring(point(), number());
        default -> throw new IllegalArgumentException("stroke with " + command + ": " + text);
      }
    }
    return new Stroke(points);
  }

  private void line(Point end) {
    Point start = points.getLast();
    points.addAll(List.of(start.towards(end, 1.0 / 3), start.towards(end, 2.0 / 3), end));
  }

  private void quadratic(Point control, Point end) {
    Point start = points.getLast();
    points.addAll(List.of(start.towards(control, 2.0 / 3), end.towards(control, 2.0 / 3), end));
  }

  /* From the top, against the clock, as most people draw one. */
  private void ring(Point centre, double radius) {
    double[][] corners = {{0, -1}, {-1, 0}, {0, 1}, {1, 0}, {0, -1}};
    points.add(at(centre, radius, corners[0][0], corners[0][1]));
    for (int i = 0; i < 4; i++) {
      double[] from = corners[i];
      double[] to = corners[i + 1];
      points.add(at(centre, radius, from[0] + ROUND * to[0], from[1] + ROUND * to[1]));
      points.add(at(centre, radius, to[0] + ROUND * from[0], to[1] + ROUND * from[1]));
      points.add(at(centre, radius, to[0], to[1]));
    }
  }

  private static Point at(Point centre, double radius, double x, double y) {
    return new Point(centre.x() + radius * x, centre.y() + radius * y);
  }

  private Point point() {
    return new Point(number(), number());
  }

  private double number() {
    if (!words.hasNextInt()) {
      throw new IllegalArgumentException("stroke lacks a number: " + text);
    }
    return words.nextInt() / UNIT;
  }
}
