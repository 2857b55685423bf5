package io.kith.server.service;

import io.kith.config.CalibrationSettings;
import io.kith.index.Calibration;
import io.kith.index.CalibrationOutcome;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.ScoreRules;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calibrates galleries on request, one at a time. Thread-safe. */
@Singleton
final class Calibrations {

  private final Galleries galleries;
  private final CalibrationSettings settings;

  /* Each takes all cores. */
  private final ReentrantLock one = new ReentrantLock();

  Calibrations(Galleries galleries, CalibrationSettings settings) {
    this.galleries = galleries;
    this.settings = settings;
  }

  CalibrationView calibrate(Gallery gallery, CalibrationRequest request, Progress progress) {
    double target =
        request.targetFpir() == null
            ? gallery.calibrationTarget()
            : Thresholds.checked(request.targetFpir());
    Calibrator calibrator =
        new Calibrator(
            sample(request.sample()),
            request.seed() == null ? 1 : request.seed(),
            Boolean.TRUE.equals(request.leaveOutSuspects()),
            Effort.full());
    @Nullable Gallery cohort = cohort(request.cohort(), gallery);
    return alone(
        () ->
            view(
                gallery,
                outcome(gallery.calibrations().measure(calibrator, cohort, progress::at)),
                target));
  }

  /* Who waits can be stopped, as who calibrates can. */
  private <T> T alone(Supplier<T> work) {
    try {
      one.lockInterruptibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw ProblemKind.UNAVAILABLE.with("the calibration was stopped; nothing was changed");
    }
    return locked(work);
  }

  private <T> T locked(Supplier<T> work) {
    try {
      return work.get();
    } catch (CancellationException e) {
      throw ProblemKind.UNAVAILABLE.with(String.valueOf(e.getMessage()));
    } finally {
      one.unlock();
    }
  }

  /** Calibrates where enough has changed; empty when too little has, or the cohort is lost. */
  Optional<CalibrationView> recalibrate(Gallery gallery, Progress progress) {
    return alone(
        () ->
            galleries
                .recalibrate(gallery, progress::at)
                .map(outcome -> view(gallery, outcome(outcome), gallery.calibrationTarget())));
  }

  CalibrationList list(Gallery gallery) {
    double target = gallery.calibrationTarget();
    return new CalibrationList(
        gallery.calibrations().list().stream()
            .map(it -> CalibrationViews.summary(it, target, gallery.enrolled()))
            .toList());
  }

  CalibrationView get(Gallery gallery, String id) {
    return gallery.calibrations().list().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .map(it -> view(gallery, it, gallery.calibrationTarget()))
        .orElseThrow(
            () ->
                ProblemKind.CALIBRATION_NOT_FOUND.with(
                    "gallery %s has no calibration %s; the last 20 are kept"
                        .formatted(gallery.name(), id)));
  }

  ScoreRules scoreRules(Gallery gallery) {
    if (!one.tryLock()) {
      throw ProblemKind.OVERLOADED.with("a calibration runs; try again when it has ended");
    }
    return locked(() -> gallery.calibrations().compareScores(1))
        .map(CalibrationViews::rules)
        .orElseThrow(
            () ->
                ProblemKind.INSUFFICIENT_DATA.with(
                    "fewer than %d identities have two templates; enrol second images"
                        .formatted(Calibrator.FEWEST_IDENTITIES)));
  }

  private static CalibrationView view(Gallery gallery, Calibration calibration, double target) {
    return CalibrationViews.view(
        calibration, gallery.calibrations().suspects(calibration), target, gallery.enrolled());
  }

  private static Calibration outcome(CalibrationOutcome outcome) {
    return switch (outcome) {
      case CalibrationOutcome.Calibrated(Calibration calibration) -> calibration;
      case CalibrationOutcome.Insufficient(int identities, int needed) ->
          throw ProblemKind.INSUFFICIENT_DATA.with(
              "identities with templates: %d; calibration needs %d: enrol %d more"
                  .formatted(identities, needed, needed - identities));
    };
  }

  private int sample(@Nullable Integer requested) {
    if (requested == null) {
      return settings.sample();
    }
    if (requested < 100 || requested > 1_000_000) {
      throw ProblemKind.INVALID_REQUEST.with(
          "sample: %d is out of range; use 100 to 1000000".formatted(requested));
    }
    return requested;
  }

  private @Nullable Gallery cohort(@Nullable String name, Gallery gallery) {
    if (name == null) {
      return null;
    }
    if (name.equals(gallery.name())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "cohort: %s is the gallery itself; name a gallery of strangers, or none".formatted(name));
    }
    Gallery cohort = galleries.find(name).orElseThrow(() -> noCohort(name));
    GalleryModel its = cohort.model();
    if (!its.fingerprint().equals(gallery.model().fingerprint())) {
      throw ProblemKind.OTHER_MODEL.with(otherModel(name, its, gallery.model()));
    }
    return cohort;
  }

  private static ProblemException noCohort(String name) {
    return ProblemKind.GALLERY_NOT_FOUND.with(
        "cohort: gallery %s does not exist; enrol strangers' images in it first".formatted(name));
  }

  private static String otherModel(String cohort, GalleryModel its, GalleryModel gallery) {
    return its.name().equals(gallery.name())
        ? "cohort: gallery %s has another version of model %s; name a gallery of the same one"
            .formatted(cohort, its.name())
        : "cohort: gallery %s has model %s, not %s; name a gallery of the same model"
            .formatted(cohort, its.name(), gallery.name());
  }
}
