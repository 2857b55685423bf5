package io.kith.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A smooth displacement of the unit square: near places move alike, so that lines bend and do not
 * break. It is a sum of plane waves of random direction and phase.
 */
final class Wobble {

  private static final int WAVES = 3;

  /** Waves across the square, at most. */
  private static final double MAX_FREQUENCY = 1.2;

  private record Wave(double right, double down, double phase, Point swing) {

    double height(Point point) {
      return Math.sin(2 * Math.PI * (right * point.x() + down * point.y()) + phase);
    }
  }

  private final List<Wave> waves = new ArrayList<>();

  /**
   * A random wobble.
   *
   * @param size typical displacement as a share of the square's side
   */
  Wobble(RandomGenerator random, double size) {
    double swing = size * Math.sqrt(2.0 / WAVES);
    for (int i = 0; i < WAVES; i++) {
      waves.add(
          new Wave(
              random.nextDouble(-MAX_FREQUENCY, MAX_FREQUENCY),
              random.nextDouble(-MAX_FREQUENCY, MAX_FREQUENCY),
              random.nextDouble(2 * Math.PI),
              new Point(swing * random.nextGaussian(), swing * random.nextGaussian())));
    }
  }

  /** Where a place comes to lie. */
  Point apply(Point point) {
    double x = point.x();
    double y = point.y();
    for (Wave wave : waves) {
      double height = wave.height(point);
      x += height * wave.swing().x();
      y += height * wave.swing().y();
    }
    return new Point(x, y);
  }
}
