package io.kith.server.service;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.Gallery;
import io.kith.index.RebuildOutcome;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildPlan;
import io.kith.index.Reembedder;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RebuildView.GateView;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Rebuilds the indexes of galleries on request, and goes back. Thread-safe. */
@Singleton
final class Rebuilds {

  private static final double MILLIS_A_SECOND = 1e3;

  RebuildView rebuild(Gallery gallery, RebuildRequest request, Progress progress) {
    try {
      return view(gallery, gallery.rebuild(plan(request), progress::at));
    } catch (CancellationException e) {
      throw ProblemKind.UNAVAILABLE.with(String.valueOf(e.getMessage()));
    }
  }

  RebuildView rollback(Gallery gallery) {
    return view(gallery, gallery.rollback(Reembedder.NONE, false));
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

  private static RebuildView view(Gallery gallery, RebuildOutcome outcome) {
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
        seconds);
  }
}
