package io.kith.server.service;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.embedder.Embedder;
import io.kith.embedder.ModelException;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.RebuildOutcome;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildPlan;
import io.kith.index.Reembedder;
import io.kith.index.UpgradePlan;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RebuildView.GateView;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rebuilds the indexes of galleries on request, and goes back. Thread-safe. */
@Singleton
final class Rebuilds {

  private static final double MILLIS_A_SECOND = 1e3;

  private final Embedders embedders;
  private final CalibrationSettings calibration;
  private final IndexSettings index;

  Rebuilds(Embedders embedders, CalibrationSettings calibration, IndexSettings index) {
    this.embedders = embedders;
    this.calibration = calibration;
    this.index = index;
  }

  /**
   * @param files images by their SHA-256, where the gallery keeps none
   */
  RebuildView rebuild(
      Gallery gallery,
      RebuildRequest request,
      Function<String, Optional<byte[]>> files,
      Progress progress) {
    check(gallery, request);
    RebuildPlan plan = plan(request);
    return ended(
        gallery,
        () ->
            request.model() == null
                ? gallery.upkeep().rebuild(plan, progress::at)
                : upgrade(gallery, request, request.model(), plan, files, progress));
  }

  private RebuildView ended(Gallery gallery, Supplier<RebuildOutcome> making) {
    try {
      return view(gallery, making.get());
    } catch (CancellationException e) {
      throw ProblemKind.UNAVAILABLE.with(String.valueOf(e.getMessage()));
    }
  }

  private RebuildOutcome upgrade(
      Gallery gallery,
      RebuildRequest request,
      String model,
      RebuildPlan build,
      Function<String, Optional<byte[]>> files,
      Progress progress) {
    Embedder other = embedders.of(model);
    boolean withoutSuspects =
        gallery.calibrations().latest().map(it -> it.measurement().suspectsLeftOut()).orElse(false);
    UpgradePlan plan =
        new UpgradePlan(
            Embedders.model(other),
            Boolean.TRUE.equals(request.leaveBehind()),
            Boolean.TRUE.equals(request.acceptWorse()),
            Boolean.TRUE.equals(request.dryRun()),
            gallery.calibrationTarget(),
            build,
            new Calibrator(
                calibration.sample(), 1, withoutSuspects, new Effort(build.threads(index), 1)));
    return gallery
        .upkeep()
        .upgrade(
            plan,
            new Reembedding(embedders, gallery, other, present(gallery), files),
            progress::at);
  }

  private @Nullable Embedder present(Gallery gallery) {
    try {
      return embedders.of(gallery);
    } catch (ProblemException | ModelException _) {
      return null;
    }
  }

  RebuildView rollback(Gallery gallery, boolean leaveBehind, Progress progress) {
    return ended(
        gallery, () -> gallery.upkeep().rollback(before(gallery), leaveBehind, progress::at));
  }

  private Reembedder before(Gallery gallery) {
    return gallery
        .upkeep()
        .previousModel()
        .flatMap(this::runningHere)
        .<Reembedder>map(
            other ->
                new Reembedding(embedders, gallery, other, present(gallery), _ -> Optional.empty()))
        .orElse(Reembedder.NONE);
  }

  private Optional<Embedder> runningHere(GalleryModel model) {
    try {
      return Optional.of(model.name())
          .filter(name -> embedders.card(name).isPresent())
          .map(embedders::of)
          .filter(it -> it.fingerprint().equals(model.fingerprint()));
    } catch (ModelException _) {
      return Optional.empty();
    }
  }

  /**
   * Checks that a rebuild can be begun.
   *
   * @throws ProblemException when it cannot
   */
  void check(Gallery gallery, RebuildRequest request) {
    var _ = plan(request);
    String model = request.model();
    if (model == null) {
      checkAbsent("leaveBehind", request.leaveBehind());
      checkAbsent("acceptWorse", request.acceptWorse());
      checkAbsent("dryRun", request.dryRun());
      return;
    }
    if (embedders.of(model).fingerprint().equals(gallery.model().fingerprint())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "model: gallery %s has model %s already; name another, or none to build its index anew"
              .formatted(gallery.name(), model));
    }
  }

  private static void checkAbsent(String field, @Nullable Boolean value) {
    if (value != null) {
      throw ProblemKind.INVALID_REQUEST.with(
          field + ": is for a move to another model; name one, or leave it out");
    }
  }

  /**
   * What a request asks for.
   *
   * @throws io.kith.server.api.ProblemException when it cannot be
   */
  static RebuildPlan plan(RebuildRequest request) {
    int threads = request.threads() == null ? 0 : request.threads();
    if (threads < 0 || threads > 1_024) {
      throw ProblemKind.INVALID_REQUEST.with(
          "threads: %d is out of range; use 1 to 1024".formatted(threads));
    }
    return new RebuildPlan(structure(request.structure()), threads);
  }

  private static @Nullable Structure structure(@Nullable String word) {
    return switch (word) {
      case null -> null;
      case "auto" -> Structure.AUTO;
      case "graph" -> Structure.GRAPH;
      case "scan" -> Structure.SCAN;
      default ->
          throw ProblemKind.INVALID_REQUEST.with(
              "structure: %s is unknown; use auto, graph or scan"
                  .formatted(word.toLowerCase(Locale.ROOT)));
    };
  }

  private RebuildView view(Gallery gallery, RebuildOutcome outcome) {
    RebuildReport report = outcome.report();
    Map<String, Double> seconds = new LinkedHashMap<>();
    report.steps().forEach((step, took) -> seconds.put(step, took.toMillis() / MILLIS_A_SECOND));
    return new RebuildView(
        gallery.name(),
        outcome instanceof RebuildOutcome.Switched,
        report.from(),
        report.to(),
        report.structure(),
        report.threads(),
        report.templates(),
        report.replayed(),
        report.digest().isEmpty() ? null : report.digest(),
        report.gates().stream()
            .map(gate -> new GateView(gate.name(), gate.passed(), gate.found()))
            .toList(),
        seconds,
        UpgradeViews.view(report.upgrade(), gallery.calibrationTarget()));
  }
}
