package io.kith.it;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A drawing as movements of the mouse.
 *
 * @param strokes each a line through points of the unit square
 */
record PenStrokes(List<List<Point>> strokes) {

  /** A place on the paper: right and down from its upper left corner, in sides of it. */
  record Point(double right, double down) {}

  private static final int STEPS = 4;

  /** A house: a square with a roof. */
  static PenStrokes house() {
    return new PenStrokes(
        List.of(
            line(0.25, 0.45, 0.25, 0.85, 0.75, 0.85, 0.75, 0.45, 0.25, 0.45),
            line(0.25, 0.45, 0.5, 0.15, 0.75, 0.45)));
  }

  /** A star of three lines, as the demo has one. */
  static PenStrokes star() {
    return new PenStrokes(
        List.of(
            line(0.52, 0.12, 0.5, 0.9), line(0.15, 0.3, 0.85, 0.7), line(0.84, 0.27, 0.16, 0.73)));
  }

  /** A spiral of two turns and a half. */
  static PenStrokes spiral() {
    return new PenStrokes(
        List.of(
            IntStream.range(0, 72)
                .mapToObj(
                    i -> {
                      double angle = i * 0.22;
                      double radius = 0.02 + i * 0.005;
                      return new Point(
                          0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle));
                    })
                .toList()));
  }

  private static List<Point> line(double... places) {
    return IntStream.range(0, places.length / 2)
        .mapToObj(i -> new Point(places[2 * i], places[2 * i + 1]))
        .toList();
  }

  /** The same smaller, elsewhere, and slanted, as another hand draws it. */
  PenStrokes inAnotherHand() {
    return new PenStrokes(
        strokes.stream()
            .map(
                stroke ->
                    stroke.stream()
                        .map(
                            it ->
                                new Point(
                                    0.12 + 0.7 * it.right() + 0.06 * (1 - it.down()),
                                    0.2 + 0.62 * it.down() + 0.03 * it.right()))
                        .toList())
            .toList());
  }

  /** Draws it on the page's paper. */
  void draw(Page page) {
    var paper = page.getByLabel("Drawing area");
    paper.scrollIntoViewIfNeeded();
    BoundingBox box = paper.boundingBox();
    for (List<Point> stroke : strokes) {
      Point first = stroke.getFirst();
      page.mouse().move(box.x + first.right() * box.width, box.y + first.down() * box.height);
      page.mouse().down();
      for (Point point : stroke) {
        page.mouse()
            .move(
                box.x + point.right() * box.width,
                box.y + point.down() * box.height,
                new Mouse.MoveOptions().setSteps(STEPS));
      }
      page.mouse().up();
    }
  }
}
