package io.kith.server.cli;

import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.GalleryView;
import io.kith.server.api.ScoreRules;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds the threshold that gives a target rate of false positives on a gallery. */
@Command(
    name = "calibrate",
    description = "Find the threshold for a target rate of false positives, on a gallery itself.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(names = "--gallery", required = true, description = "Gallery to calibrate.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String gallery;

  @Option(
      names = "--target-fpir",
      description =
          "Share of searches for strangers that may return somebody (default: the gallery's).")
  private @Nullable Double targetFpir;

  @Option(
      names = "--cohort",
      description = "Gallery of strangers to search with (default: the gallery's own templates).")
  private @Nullable String cohort;

  @Option(names = "--sample", description = "Templates to search with, about (default: as set).")
  private @Nullable Integer sample;

  @Option(names = "--seed", description = "Seed of the sample (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--leave-out-suspects",
      description = "Leave out what looks like an error of labelling; look at it first.")
  private boolean leaveOutSuspects;

  @Option(
      names = "--compare",
      description = "Compare ways to score an identity by its templates, instead of calibrating.")
  private boolean compare;

  @Override
  public Integer call() {
    return compare ? compare() : calibrate();
  }

  private int compare() {
    if (targetFpir != null
        || cohort != null
        || sample != null
        || seed != null
        || leaveOutSuspects) {
      throw new ParameterException(
          command.commandLine(),
          "--compare compares on the gallery itself; leave out all other options than --gallery");
    }
    try (Session session = Session.existing()) {
      ScoreRules rules = session.kith().scoreRules(gallery);
      output.document(session.json(), rules);
      output.text(
          "%d identities, %d mated and %d non-mated searches",
          rules.identities(), rules.matedSearches(), rules.nonMatedSearches());
      Table table =
          new Table(
              "score",
              "rank-1",
              "FNIR at FPIR 10 %",
              "FNIR at FPIR 1 %",
              "less that of the best cosine");
      for (ScoreRules.Rule rule : rules.rules()) {
        table.row(
            rule.rule(),
            Table.percent(rule.rank1()),
            Table.percent(rule.fnirAt10()),
            Table.percent(rule.fnirAt1()),
            "%+.2f ± %.2f".formatted(100 * rule.difference(), 100 * rule.deviation()));
      }
      output.table(table);
      output.text("recommended: %s; searches use the best cosine", rules.recommended());
      return 0;
    }
  }

  private int calibrate() {
    try (Session session = Session.existing();
        StepProgress progress = new StepProgress("calibrating")) {
      CalibrationRequest request =
          new CalibrationRequest(targetFpir, cohort, sample, seed, leaveOutSuspects);
      CalibrationView view = session.kith().calibrate(gallery, request, progress);
      progress.close();
      output.document(session.json(), view);
      output.text("%s", CalibrationReport.of(view));
      GalleryView decides = session.kith().gallery(gallery);
      Double own = decides.threshold();
      if (own != null && "gallery".equals(decides.thresholdSource())) {
        output.text("not used: gallery %s decides by its own threshold of %.3f", gallery, own);
      }
      return view.calibration().threshold() == null ? 1 : 0;
    }
  }
}
