package io.kith.it;

import java.util.Random;
import java.util.StringJoiner;

/** Random vectors as JSON. */
final class Vectors {

  static final int DIMENSION = 64;

  private Vectors() {}

  /** Seed of a test: that of {@code -Dtests.seed}, else a new one; printed either way. */
  static long seed() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed=" + seed);
    return seed;
  }

  /** The vector of a number: always the same for the same number. */
  static String of(long number) {
    Random random = new Random(number);
    StringJoiner json = new StringJoiner(",", "[", "]");
    for (int i = 0; i < DIMENSION; i++) {
      json.add(Float.toString((float) random.nextGaussian()));
    }
    return json.toString();
  }
}
