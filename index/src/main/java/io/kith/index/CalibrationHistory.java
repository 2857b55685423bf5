package io.kith.index;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import io.kith.index.calibration.ScoreComparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a gallery's error rates, and the thresholds that come from it. Safe for
 * concurrent use.
 */
public final class CalibrationHistory {

  private final Gallery gallery;
  private final EmbeddingStore store;
  private volatile @Nullable Calibration latest;

  CalibrationHistory(Gallery gallery, EmbeddingStore store) {
    this.gallery = gallery;
    this.store = store;
  }

  /** Looks for what was measured of the model that the gallery has now. */
  void refresh() {
    latest = store.read(handle -> table(handle).latest()).orElse(null);
  }

  /** The latest calibration, which thresholds come from. */
  public Optional<Calibration> latest() {
    return Optional.ofNullable(latest);
  }

  /** The calibrations that are kept, the latest first. */
  public List<Calibration> list() {
    return store.read(handle -> table(handle).list());
  }

  /**
   * The threshold for a target rate of false positives at the present number of identities.
   *
   * @param targetFpir share of non-mated searches that may return an identity, above 0 and at most
   *     0.5
   * @return empty when there is no calibration, or none that supports so small a rate
   */
  public Optional<Threshold> threshold(double targetFpir) {
    ThresholdRule.checkTarget(targetFpir);
    return latest()
        .filter(it -> targetFpir >= it.measurement().smallestFpir())
        .map(it -> threshold(it, targetFpir));
  }

  /**
   * The same; where the rate is smaller than the calibration supports, the threshold for the
   * smallest that it supports.
   *
   * @return empty when there is no calibration
   */
  public Optional<Threshold> strictestThreshold(double targetFpir) {
    ThresholdRule.checkTarget(targetFpir);
    return latest().map(it -> threshold(it, Math.max(targetFpir, it.measurement().smallestFpir())));
  }

  private Threshold threshold(Calibration calibration, double fpir) {
    double cosine = calibration.measurement().threshold(fpir, gallery.enrolled());
    return new Threshold(cosine, Threshold.Source.CALIBRATION, calibration.id());
  }

  /**
   * Expected share of non-mated searches that would score at least this high, at the present number
   * of identities; empty when there is no calibration.
   */
  public OptionalDouble fpir(double cosine) {
    Calibration last = latest;
    return last == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(last.measurement().fpir(cosine, gallery.enrolled()));
  }

  /**
   * Measures the gallery's error rates; thresholds come from the new calibration when this returns.
   * Searches and enrolments go on meanwhile.
   *
   * @param cohort strangers' templates, of the same model, as non-mated searches; null for the
   *     gallery's own
   * @throws ModelMismatchException when the cohort is of another model
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  public CalibrationOutcome measure(
      Calibrator calibrator, @Nullable Gallery cohort, Progress progress) {
    if (cohort != null && !cohort.model().fingerprint().equals(gallery.model().fingerprint())) {
      throw new ModelMismatchException(cohort.model().fingerprint(), gallery.model().fingerprint());
    }
    long sequence = gallery.sequence();
    Generation measuredOn = gallery.projection().generation();
    Optional<Measurement> measured =
        cohort == null
            ? calibrator.measure(gallery.stored(), progress)
            : calibrator.measure(gallery.stored(), cohort.stored(), progress);
    if (measured.isEmpty()) {
      int fewest =
          cohort == null ? gallery.enrolled() : Math.min(gallery.enrolled(), cohort.enrolled());
      return new CalibrationOutcome.Insufficient(fewest, Calibrator.FEWEST_IDENTITIES);
    }
    String strangers = cohort == null ? null : cohort.name();
    return gallery.steadily(
        () -> {
          if (!measuredOn.sameModel(gallery.projection().generation())) {
            throw new CancellationException(
                "the gallery was moved to another model meanwhile; calibrate it again");
          }
          // Of two at once, the one that is written last is the latest, by its id too.
          return new CalibrationOutcome.Calibrated(
              store.write(
                  Follower.NONE,
                  handle -> {
                    Calibration made = kept(measured.get(), strangers, calibrator.seed(), sequence);
                    table(handle).insert(made);
                    return made;
                  },
                  made -> latest = made));
        });
  }

  /**
   * Compares rules by which the score of an identity could come from its templates, on a sample of
   * the gallery's own.
   *
   * @return empty when fewer than 20 identities of the sample have two templates
   */
  public Optional<ScoreComparison.Comparison> compareScores(long seed) {
    return ScoreComparison.of(gallery.stored(), seed);
  }

  /** Share of the templates that changed since the latest calibration; 1 when there is none. */
  public double changed() {
    Calibration last = latest;
    if (last == null) {
      return 1;
    }
    return (double) gallery.changedTemplates(last.sequence()) / last.measurement().templates();
  }

  /**
   * The suspects of a calibration by their ids, as far as they are still enrolled, and not known to
   * be two subjects.
   */
  public SuspectReport suspects(Calibration of) {
    return store.read(
        handle ->
            new SuspectNames(handle)
                .of(
                    of.measurement()
                        .suspects()
                        .without(new JudgementTable(handle, gallery.key()).distinctKeys())));
  }

  Calibration kept(Measurement measured, @Nullable String cohort, long seed, long sequence) {
    Instant now = Instant.ofEpochMilli(gallery.now().toEpochMilli());
    return new Calibration(gallery.newId(), now, sequence, cohort, seed, measured);
  }

  private CalibrationTable table(Handle handle) {
    return new CalibrationTable(
        handle, gallery.key(), gallery.projection().generation().model().number());
  }
}
