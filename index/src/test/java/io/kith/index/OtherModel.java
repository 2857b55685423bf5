package io.kith.index;

import io.kith.index.Reembedder.Outcome;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A made-up model of fewer dimensions, which sees what the first model has seen, half of it. */
final class OtherModel implements Reembedder {

  static final GalleryModel MODEL =
      new GalleryModel("other", "other-fingerprint", Samples.DIMENSION / 2);

  /** Templates that it was asked for, in order. */
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  static UpgradePlan plan(boolean leaveBehind) {
    return plan(MODEL, leaveBehind);
  }

  static UpgradePlan plan(GalleryModel model, boolean leaveBehind) {
    return plan(model, leaveBehind, false, false);
  }

  static UpgradePlan plan(
      GalleryModel model, boolean leaveBehind, boolean acceptWorse, boolean dryRun) {
    return new UpgradePlan(
        model,
        leaveBehind,
        acceptWorse,
        dryRun,
        .05,
        new RebuildPlan(null, 2),
        new Calibrator(10_000, 1, false, new Effort(1, 1)));
  }

  /** Its embedding of what the first model embedded so. */
  static UnitVector seen(UnitVector first) {
    float[] half = new float[Samples.DIMENSION / 2];
    float[] whole = first.values();
    for (int i = 0; i < half.length; i++) {
      half[i] = whole[2 * i];
    }
    return UnitVector.of(half);
  }

  @Override
  public Outcome embed(Source source) {
    asked.add(source.template());
    return source.contentHash().startsWith("vector")
        ? new Outcome.Impossible("its image is not kept")
        : new Outcome.Embedded(seen(source.vector()), 2);
  }

  /** Enrols what it has embedded itself. */
  static String enrol(Gallery gallery, String identity, UnitVector vector) {
    if (gallery.identity(identity).isEmpty()) {
      gallery.put(identity, null, Map.of());
    }
    NewTemplate template =
        new NewTemplate(vector, MODEL.fingerprint(), identity + vector.hashCode(), 1);
    return gallery.enrol(identity, List.of(template)).orElseThrow().getFirst().template().id();
  }
}
