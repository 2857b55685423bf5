package io.kith.server.demo;

import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up person who draws symbols in a hand of their own. The same drawer, symbol and attempt
 * always give the same drawing. Immutable.
 */
final class Drawer {

  /** Typical distance, in sides of the square, by which a hand misses what it means. */
  private static final double BENT = 0.022;

  private static final double UNSTEADY = 0.012;
  private static final double MISPLACED = 0.012;
  private static final double UNSURE = 0.05;

  private final long seed;
  private final Habits habits;

  /** The drawer with this seed. */
  Drawer(long seed) {
    this.seed = seed;
    this.habits = Habits.of(new SplittableRandom(seed));
  }

  /**
   * Draws a symbol.
   *
   * @param attempt number of the drawing: each comes out a little different
   */
  Drawing draw(Symbol symbol, int attempt) {
    long ofSymbol = 31 * seed + symbol.name().hashCode();
    // How this drawer has learnt this symbol, the same in each attempt.
    Wobble learnt = new Wobble(new SplittableRandom(ofSymbol), BENT);
    SplittableRandom random = new SplittableRandom(31 * ofSymbol + attempt);
    Habits today = habits.varied(random);
    Wobble hand = new Wobble(random, UNSTEADY);
    List<Stroke> strokes =
        symbol.strokes().stream()
            .map(stroke -> stroke.moved(learnt::apply).moved(hand::apply))
            .map(stroke -> misplaced(stroke, today, random))
            .toList();
    return Drawing.on(strokes, place(today), today.pen());
  }

  private static Stroke misplaced(Stroke stroke, Habits today, SplittableRandom random) {
    double right = MISPLACED * random.nextGaussian();
    double down = MISPLACED * random.nextGaussian();
    double start = UNSURE * random.nextGaussian();
    double end = today.reach() + UNSURE * random.nextGaussian();
    return stroke
        .stretched(start, end)
        .moved(point -> new Point(point.x() + right, point.y() + down));
  }

  /** From the unit square to the paper. */
  private static AffineTransform place(Habits today) {
    double middle = Drawing.SIDE / 2.0;
    double stretch = Math.sqrt(today.aspect());
    AffineTransform place =
        AffineTransform.getTranslateInstance(middle + today.right(), middle + today.down());
    place.rotate(Math.toRadians(today.turn()));
    place.shear(-today.slant(), 0);
    place.scale(today.size() * stretch, today.size() / stretch);
    place.translate(-0.5, -0.5);
    return place;
  }
}
