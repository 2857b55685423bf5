package io.kith.server.demo;

import java.util.random.RandomGenerator;

/**
 * How somebody draws, or how one drawing comes out.
 *
 * @param slant shift to the right per height
 * @param aspect width by height of a square
 * @param size side of the square, pixels
 * @param right offset of the square from the paper's middle, pixels
 * @param down offset of the square from the paper's middle, pixels
 * @param turn rotation with the clock, degrees
 * @param pen width of the line, pixels
 * @param reach how far a stroke's ends go beyond where they should, as a share of the end's curve;
 *     negative when they stop before it
 */
record Habits(
    double slant,
    double aspect,
    double size,
    double right,
    double down,
    double turn,
    double pen,
    double reach) {

  /** The habits of a person. */
  static Habits of(RandomGenerator random) {
    return new Habits(
        random.nextDouble(-0.22, 0.22),
        random.nextDouble(0.8, 1.25),
        random.nextDouble(58, 84),
        random.nextDouble(-8, 8),
        random.nextDouble(-8, 8),
        random.nextDouble(-8, 8),
        random.nextDouble(2, 4.2),
        random.nextDouble(-0.08, 0.16));
  }

  /** These habits as one drawing shows them: nobody draws the same twice. */
  Habits varied(RandomGenerator random) {
    return new Habits(
        slant + 0.04 * random.nextGaussian(),
        aspect * Math.exp(0.06 * random.nextGaussian()),
        size * Math.exp(0.05 * random.nextGaussian()),
        right + 2 * random.nextGaussian(),
        down + 2 * random.nextGaussian(),
        turn + 2 * random.nextGaussian(),
        Math.max(1.6, pen + 0.2 * random.nextGaussian()),
        reach);
  }
}
