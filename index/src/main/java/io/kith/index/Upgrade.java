package io.kith.index;

import io.kith.index.RebuildOutcome.Compared;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a gallery to another model, while it is searched and written: embeds the samples of all
 * templates again, measures both models, and, where the other one misses no more, builds an index
 * of its vectors and makes that live. Identities and the ids of templates stay. Used once, by one
 * thread, which holds the right to make generations.
 *
 * <p>Whenever it ends before the switch, the gallery is as it was; what was embedded is kept for
 * the next attempt.
 */
final class Upgrade {

  private static final Logger log = LoggerFactory.getLogger(Upgrade.class);

  /* Of a thousand parts: embedding takes by far the longest. */
  private static final int PARTS = 1_000;
  private static final int EMBEDDED = 850;
  private static final int MEASURED_BEFORE = 900;
  private static final int MEASURED = 950;

  private final GalleryParts parts;
  private final UpgradePlan plan;
  private final Function<Measurement, Calibration> calibration;
  private final Progress progress;
  private final GalleryRow row;
  private final NumberedModel to;
  private final Switchover switchover;
  private final CarryOver carry;

  /**
   * @param calibration what is kept of a measurement
   */
  Upgrade(
      GalleryParts parts,
      UpgradePlan plan,
      Reembedder reembedder,
      Function<Measurement, Calibration> calibration,
      Progress progress) {
    this.parts = parts;
    this.plan = plan;
    this.calibration = calibration;
    this.progress = progress;
    this.to =
        parts
            .store()
            .write(
                Follower.NONE, handle -> new UpgradeTable(handle, parts.key()).begin(plan.model()));
    this.switchover = parts.switchover(to);
    this.row = switchover.row();
    this.carry = new CarryOver(parts, row, to, reembedder, plan.build().threads(parts.settings()));
  }

  /**
   * Does it.
   *
   * @param written told the folder of the new generation before it is checked
   */
  RebuildOutcome run(Consumer<Path> written) throws IOException {
    UnusedModels.remove(parts.store(), row.key());
    carry.run(part(0, EMBEDDED));
    NumberedModel from = row.generation().model();
    @Nullable Measurement before = measure(from, to, part(EMBEDDED, MEASURED_BEFORE));
    @Nullable Measurement after = measure(to, from, part(MEASURED_BEFORE, MEASURED));
    parts.generations().checkWanted();
    UpgradeReport report = carry.report(before, after);
    Gate carried = report.gate(plan.leaveBehind());
    Optional<String> cohort = cohort(from);
    Gate errors = errors(before, after, cohort);
    RebuildReport none = nothingBuilt(report.carried());
    if (plan.dryRun()) {
      return new Compared(none).with(List.of(carried, errors), report);
    }
    if (!carried.passed()) {
      return new Refused(none).with(List.of(carried), report);
    }
    if (!errors.passed()) {
      return new Refused(none).with(List.of(carried, errors), report);
    }
    RebuildOutcome outcome =
        new Rebuild(parts, to, switchover, plan.build(), part(MEASURED, PARTS))
            .run(
                written,
                new ModelSwitch(carry, switchover, parts.alone(), plan.leaveBehind(), also(after)));
    if (cohort.isPresent() && outcome instanceof Switched) {
      log.warn(
          "gallery {} has model {} now and {}; calibrate it with a cohort of that model",
          row.name(),
          to.model().name(),
          withoutCohort(cohort.get()));
    }
    return outcome.with(List.of(carried, errors), report);
  }

  /* The strangers that thresholds come from until the switch: the other model has not seen them. */
  private Optional<String> cohort(NumberedModel from) {
    return parts
        .store()
        .read(handle -> new CalibrationTable(handle, row.key(), from.number()).latest())
        .map(Calibration::cohort);
  }

  private static String withoutCohort(String cohort) {
    return "thresholds from its own templates, no longer from cohort " + cohort;
  }

  private Gate errors(
      @Nullable Measurement before, @Nullable Measurement after, Optional<String> cohort) {
    Gate gate = ErrorRateGate.of(before, after, plan.targetFpir(), plan.acceptWorse());
    return cohort
        .map(
            it ->
                new Gate(
                    gate.name(),
                    gate.passed(),
                    "%s; it would have %s".formatted(gate.found(), withoutCohort(it))))
        .orElse(gate);
  }

  /* The same templates and searches for both. */
  private @Nullable Measurement measure(NumberedModel by, NumberedModel other, Progress part) {
    return plan.calibrator()
        .measure(new StoredTemplates(parts.store(), row.key(), by).sharedWith(other), part)
        .orElse(null);
  }

  private Consumer<Handle> also(@Nullable Measurement after) {
    @Nullable Calibration first = after == null ? null : calibration.apply(after);
    return handle -> {
      new UpgradeTable(handle, row.key()).end(to);
      if (first != null) {
        new CalibrationTable(handle, row.key(), to.number()).insert(first);
      }
    };
  }

  private RebuildReport nothingBuilt(long carried) {
    return new RebuildReport(
        row.generation().number(),
        row.generation().number(),
        parts.projection().structure(row.generation()),
        plan.build().threads(parts.settings()),
        carried,
        0,
        "",
        List.of(),
        Map.of(),
        null);
  }

  private Progress part(int from, int upTo) {
    return (done, all) ->
        progress.at(from + (upTo - from) * Math.min(done, all) / Math.max(all, 1), PARTS);
  }
}
