package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up identities for tests: samples scattered around a direction of each. */
final class Drawn {

  private static final int DIMENSION = 16;

  private final Random random;

  Drawn(long seed) {
    random = new Random(seed);
  }

  /** Seed of a test: that of {@code -Dtests.seed}, else a new one; printed either way. */
  static long seed() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed=" + seed);
    return seed;
  }

  /** Identities named 000, 001, ..., all of one group. */
  List<IdentitySamples> identities(int count, int samples, double noise) {
    List<IdentitySamples> identities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identities.add(identity("%03d".formatted(i), "", samples, noise));
    }
    return identities;
  }

  /** One identity; without noise all of its samples are equal. */
  IdentitySamples identity(String name, String group, int samples, double noise) {
    float[] centre = gaussian();
    List<UnitVector> embeddings = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      float[] values = centre.clone();
      for (int j = 0; j < DIMENSION; j++) {
        values[j] += (float) (noise * random.nextGaussian());
      }
      embeddings.add(UnitVector.of(values));
    }
    return new IdentitySamples(name, group, embeddings);
  }

  private float[] gaussian() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Cosines with many ties: of a normal distribution, rounded. */
  double[] cosines(int count, double mean, double deviation) {
    return random
        .doubles(count)
        .map(_ -> Math.round(100 * (mean + deviation * random.nextGaussian())) / 100.0)
        .toArray();
  }

  Random random() {
    return random;
  }
}
