package io.kith.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo's symbols as their file gives them. */
final class SymbolFileTest {

  private static final double STEP = 0.02;

  private final List<Symbol> symbols = SymbolFile.read();

  @Test
  void thereAreThirtySymbolsInTheUnitSquare() {
    assertThat(symbols).hasSize(30);
    assertThat(symbols)
        .flatExtracting(Symbol::strokes)
        .extracting(stroke -> stroke.path().getBounds2D())
        .allMatch(it -> it.getMinX() >= 0 && it.getMaxX() <= 1)
        .allMatch(it -> it.getMinY() >= 0 && it.getMaxY() <= 1);
  }

  /* How far either symbol's line is from the other's on average, both being made equally large. */
  @Test
  void noTwoSymbolsAreAlikeInShape() {
    for (Symbol one : symbols) {
      for (Symbol other : symbols) {
        if (one != other) {
          assertThat(Math.max(distance(line(one), line(other)), distance(line(other), line(one))))
              .as("%s and %s", one.name(), other.name())
              .isGreaterThan(0.05);
        }
      }
    }
  }

  @Test
  void aStrokeIsReadAsItIsWritten() {
    Symbol symbol =
        SymbolFile.parse("# words\n\nname of it\n  M 50 40\n  M 0 0  L 30 60  Q 60 60  60 30\n")
            .getFirst();

    assertThat(symbol.name()).isEqualTo("name of it");
    assertThat(symbol.strokes().getFirst().dot()).isTrue();
    List<Point> points = symbol.strokes().getLast().points();
    assertThat(points).hasSize(7);
    assertThat(points.get(3)).isEqualTo(new Point(0.3, 0.6));
    assertThat(points.getLast()).isEqualTo(new Point(0.6, 0.3));
  }

  @Test
  void everyPlaceOfARingIsOneRadiusFromItsCentre() {
    Symbol ring = SymbolFile.parse("ring\n  O 50 50  40").getFirst();

    assertThat(line(ring))
        .allSatisfy(it -> assertThat(Math.hypot(it.x(), it.y())).isCloseTo(0.5, within(0.002)));
  }

  @Test
  void whatIsNoSymbolIsRefused() {
    assertRefused("  M 1 1", "before the first symbol");
    assertRefused("a\n  L 1 1", "must start with M or O");
    assertRefused("a\n  M 1 1 M 2 2", "must start with M or O, once");
    assertRefused("a\n  M 1 1 L 2", "lacks a number");
    assertRefused("a\n  M 1 1 X 2 2", "stroke with X");
    assertRefused("a\n  M 1 1\na\n  M 2 2", "two symbols named a");
    assertRefused("a\nb\n  M 2 2", "symbol without strokes: a");
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> SymbolFile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static double distance(List<Point> from, List<Point> to) {
    return from.stream()
        .mapToDouble(a -> to.stream().mapToDouble(b -> length(a, b)).min().orElseThrow())
        .average()
        .orElseThrow();
  }

  private static double length(Point from, Point to) {
    return Math.hypot(to.x() - from.x(), to.y() - from.y());
  }

  /** Places along a symbol's strokes, centred on 0, its longer side made 1. */
  private static List<Point> line(Symbol symbol) {
    List<Point> line = new ArrayList<>();
    symbol.strokes().forEach(stroke -> line.addAll(places(stroke)));
    Rectangle2D bounds = new Rectangle2D.Double(line.getFirst().x(), line.getFirst().y(), 0, 0);
    line.forEach(it -> bounds.add(it.x(), it.y()));
    double side = Math.max(bounds.getWidth(), bounds.getHeight());
    return line.stream()
        .map(
            it ->
                new Point(
                    (it.x() - bounds.getCenterX()) / side, (it.y() - bounds.getCenterY()) / side))
        .toList();
  }

  private static List<Point> places(Stroke stroke) {
    List<Point> places = new ArrayList<>();
    double[] end = new double[6];
    PathIterator path = new FlatteningPathIterator(stroke.path().getPathIterator(null), 0.001);
    for (; !path.isDone(); path.next()) {
      path.currentSegment(end);
      Point to = new Point(end[0], end[1]);
      Point from = places.isEmpty() ? to : places.getLast();
      int steps = Math.max(1, (int) Math.ceil(length(from, to) / STEP));
      for (int i = 1; i <= steps; i++) {
        places.add(from.towards(to, (double) i / steps));
      }
    }
    return places;
  }
}
