package io.kith.it;

import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyRequest;
import java.util.Random;

/** Random vectors, and requests with them. */
final class Vectors {

  static final int DIMENSION = 64;

  /** A gallery for them. */
  static final GalleryRequest GALLERY = new GalleryRequest("m", DIMENSION, 0.9, null, null);

  private Vectors() {}

  /** Seed of a test: that of {@code -Dtests.seed}, else a new one; printed either way. */
  static long seed() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed=" + seed);
    return seed;
  }

  /** Enrols the vector of a number. */
  static EnrolRequest enrolment(long number) {
    return new EnrolRequest(null, null, null, of(number), null, null);
  }

  /** Identifies the vector of a number. */
  static IdentifyRequest probe(long number) {
    return new IdentifyRequest(null, of(number), null, 1, null, null, null);
  }

  /* Always the same for the same number. */
  private static float[] of(long number) {
    Random random = new Random(number);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
