package io.kith.server.cli;

import io.kith.index.evaluation.Comparison;
import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.index.evaluation.VerificationFigures;
import io.kith.server.cli.EvaluationOptions.Protocol;
import io.kith.server.report.Evaluation.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Measures what was asked for, with a progress bar on stderr, and notes what the data do not
 * support.
 */
final class EvaluationRun {

  private final EvaluationOptions options;
  private final BooleanSupplier stop;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param stop asked now and then; true ends the work with a {@link CancellationException}
   */
  EvaluationRun(EvaluationOptions options, BooleanSupplier stop) {
    this.options = options;
    this.stop = stop;
  }

  /** What was not measured, and what it takes. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Measures.
   *
   * @param pairs comparisons for verification; null to take them from the identities
   * @throws CancellationException when stopped
   */
  Figures run(List<IdentitySamples> identities, @Nullable List<List<Comparison>> pairs) {
    Protocol protocol = options.protocol();
    try (ProgressBar bar = ProgressBars.ofSteps("measure", steps())) {
      Runnable step = () -> step(bar);
      return new Figures(
          protocol.covers(Protocol.IDENTIFICATION) ? identification(identities, step) : List.of(),
          protocol.covers(Protocol.VERIFICATION) ? verification(identities, pairs, step) : null,
          protocol.covers(Protocol.FEW_SHOT) ? fewShot(identities, step) : List.of());
    }
  }

  private long steps() {
    Protocol protocol = options.protocol();
    return (protocol.covers(Protocol.IDENTIFICATION)
            ? (long) options.samples().size() * options.splits()
            : 0)
        + (protocol.covers(Protocol.VERIFICATION) ? 1 : 0)
        + (protocol.covers(Protocol.FEW_SHOT)
            ? (long) options.ways().size() * options.shots().size()
            : 0);
  }

  private List<IdentificationFigures> identification(
      List<IdentitySamples> identities, Runnable step) {
    List<IdentificationFigures> all = new ArrayList<>();
    for (int samples : options.samples()) {
      IdentificationFigures.of(identities, samples, options.splits(), options.seed(), step)
          .ifPresentOrElse(
              all::add,
              () ->
                  notes.add(
                      "Identification with --enrol %d takes two identities or more of at least %d images each."
                          .formatted(samples, samples + 1)));
    }
    return all;
  }

  private @Nullable VerificationFigures verification(
      List<IdentitySamples> identities, @Nullable List<List<Comparison>> pairs, Runnable step) {
    Optional<VerificationFigures> figures =
        pairs == null
            ? VerificationFigures.of(identities, options.seed())
            : Optional.of(VerificationFigures.ofFolds(pairs, options.seed()));
    step.run();
    if (figures.isEmpty()) {
      notes.add("Verification takes two identities or more, one of them with two images or more.");
    }
    return figures.orElse(null);
  }

  private List<FewShotFigures> fewShot(List<IdentitySamples> identities, Runnable step) {
    List<FewShotFigures> all = new ArrayList<>();
    for (int ways : options.ways()) {
      for (int shots : options.shots()) {
        fewShot(identities, ways, shots).ifPresent(all::add);
        step.run();
      }
    }
    return all;
  }

  private Optional<FewShotFigures> fewShot(List<IdentitySamples> identities, int ways, int shots) {
    Optional<FewShotFigures> figures =
        FewShotFigures.of(
            identities, ways, shots, options.episodes(), options.withinGroup(), options.seed());
    if (figures.isEmpty()) {
      notes.add(
          "Few-shot with %d ways and %d shots takes %d identities%s of at least %d images each."
              .formatted(
                  ways, shots, ways, options.withinGroup() ? " of one group" : "", shots + 1));
    }
    return figures;
  }

  private void step(ProgressBar bar) {
    if (stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
    bar.step();
  }
}
