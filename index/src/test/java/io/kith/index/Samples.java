package io.kith.index;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the tests put into galleries: random, and the same again for the same seed. */
public final class Samples {

  static final int DIMENSION = 32;
  static final GalleryModel MODEL = new GalleryModel("model", "fingerprint", DIMENSION);
  static final CalibrationSettings CALIBRATION =
      new CalibrationSettings(.01, 20_000, .2, Duration.ofHours(1), .1);
  static final IndexSettings SETTINGS = settings(Structure.AUTO, Duration.ofSeconds(30));

  private final Random random;

  /** Settings with which little is searched approximately. */
  static IndexSettings settings(Structure structure, Duration commitInterval) {
    return new IndexSettings(structure, 16, 100, 50, 1e-6, commitInterval, Duration.ZERO, 0);
  }

  Samples(long seed) {
    random = new Random(seed);
  }

  /** Seed of a test: that of {@code -Dtests.seed}, else a new one; printed either way. */
  public static long seed() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed=" + seed);
    return seed;
  }

  static Gallery gallery(Galleries galleries) {
    return ((GalleryWrite.Created) galleries.put("g", MODEL, new ThresholdRule.Usual())).gallery();
  }

  UnitVector vector() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return UnitVector.of(values);
  }

  /** A vector near another: as a second photograph of the same subject is. */
  UnitVector near(UnitVector centre, double noise) {
    float[] values = centre.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (noise * random.nextGaussian());
    }
    return UnitVector.of(values);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  static NewTemplate template(UnitVector vector, String content) {
    return new NewTemplate(vector, MODEL.fingerprint(), content, 1);
  }

  /** A template to enrol with many others, which is much quicker than one by one. */
  static BulkTemplate bulk(String identity, UnitVector vector) {
    return new BulkTemplate(
        identity, null, Map.of(), template(vector, identity + vector.hashCode()));
  }

  /** Enrols one template, making its identity when needed; returns the template's id. */
  static String enrol(Gallery gallery, String identity, UnitVector vector) {
    if (gallery.identity(identity).isEmpty()) {
      gallery.put(identity, null, Map.of());
    }
    String content = identity + vector.hashCode();
    return gallery
        .enrol(identity, List.of(template(vector, content)))
        .orElseThrow()
        .getFirst()
        .template()
        .id();
  }
}
