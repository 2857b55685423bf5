package io.kith.index;

import io.kith.config.CalibrationSettings;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calibrations up to date in the background: measures a gallery when it is first large
 * enough, and again when enough of it has changed, one gallery at a time at a small share of one
 * core.
 */
final class Recalibration implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recalibration.class);

  private final Supplier<List<Gallery>> galleries;
  private final CalibrationSettings settings;

  /** By the names of galleries whose calibration cannot be repeated: why, as was logged. */
  private final Map<String, String> warned = new ConcurrentHashMap<>();

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-recalibration").factory());

  Recalibration(Supplier<List<Gallery>> galleries, CalibrationSettings settings) {
    this.galleries = galleries;
    this.settings = settings;
  }

  void start() {
    long millis = settings.checkInterval().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void check() {
    for (Gallery gallery : galleries.get()) {
      Background.attempt(
          "gallery %s was not calibrated".formatted(gallery.name()), () -> check(gallery));
    }
  }

  private void check(Gallery gallery) {
    try {
      if (!thread.isShutdown() && due(gallery, settings)) {
        var _ = calibrate(gallery, new Effort(1, settings.backgroundShare()), Progress.NONE);
      }
    } catch (CancellationException e) {
      log.debug("gallery {} was not calibrated: {}", gallery.name(), e.getMessage());
    }
  }

  /** Whether enough has changed since the latest calibration. */
  static boolean due(Gallery gallery, CalibrationSettings settings) {
    return gallery.enrolled() >= Calibrator.FEWEST_IDENTITIES
        && (gallery.calibrations().latest().isEmpty()
            || gallery.calibrations().changed() >= settings.recalibrateAfter());
  }

  /**
   * Measures in the way that the latest calibration was measured.
   *
   * @return empty when its cohort cannot be searched with any more: thresholds stay, and a warning
   *     says so once
   */
  Optional<CalibrationOutcome> calibrate(Gallery gallery, Effort effort, Progress progress) {
    Optional<Calibration> latest = gallery.calibrations().latest();
    boolean leaveOut = latest.map(it -> it.measurement().suspectsLeftOut()).orElse(false);
    long seed = latest.map(Calibration::seed).orElse(1L);
    Optional<String> named = latest.map(Calibration::cohort);
    Optional<Gallery> cohort = named.flatMap(this::find);
    Optional<String> lack = named.flatMap(_ -> lack(cohort, gallery));
    if (lack.isPresent()) {
      warn(gallery.name(), "cohort %s %s".formatted(named.orElseThrow(), lack.get()));
      return Optional.empty();
    }
    warned.remove(gallery.name());
    CalibrationOutcome outcome =
        gallery
            .calibrations()
            .measure(
                new Calibrator(settings.sample(), seed, leaveOut, effort),
                cohort.orElse(null),
                progress);
    if (outcome instanceof CalibrationOutcome.Calibrated(Calibration made)) {
      log.info(
          "gallery {} was calibrated: {} identities, {} searches",
          gallery.name(),
          made.measurement().identities(),
          made.measurement().nonMated());
    }
    return Optional.of(outcome);
  }

  /** What keeps a cohort from being searched with. */
  private static Optional<String> lack(Optional<Gallery> cohort, Gallery gallery) {
    if (cohort.isEmpty()) {
      return Optional.of("is gone");
    }
    GalleryModel model = cohort.get().model();
    if (!model.fingerprint().equals(gallery.model().fingerprint())) {
      return Optional.of("is of another model, %s".formatted(model.name()));
    }
    int enrolled = cohort.get().enrolled();
    return enrolled < Calibrator.FEWEST_IDENTITIES
        ? Optional.of(
            "has fewer identities with templates than %d: %d"
                .formatted(Calibrator.FEWEST_IDENTITIES, enrolled))
        : Optional.empty();
  }

  private void warn(String gallery, String why) {
    if (!why.equals(warned.put(gallery, why))) {
      log.warn(
          "gallery {} has changed and keeps its thresholds: {}; calibrate it with another cohort or with none",
          gallery,
          why);
    }
  }

  private Optional<Gallery> find(String name) {
    return galleries.get().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  @Override
  public void close() {
    thread.shutdownNow(); // a calibration that runs gives up
    thread.close();
  }
}
