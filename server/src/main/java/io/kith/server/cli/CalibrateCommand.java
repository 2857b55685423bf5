package io.kith.server.cli;

import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the threshold that gives a target rate of false positives on a gallery. */
@Command(
    name = "calibrate",
    description = "Find the threshold for a target rate of false positives, on a gallery itself.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

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

  @Override
  public Integer call() {
    try (Session session = Session.open();
        CalibrationProgress progress = new CalibrationProgress()) {
      CalibrationRequest request =
          new CalibrationRequest(targetFpir, cohort, sample, seed, leaveOutSuspects);
      CalibrationView view = session.kith().calibrate(gallery, request, progress);
      progress.close();
      output.document(session.json(), view);
      output.text("%s", CalibrationReport.of(view));
      return view.calibration().threshold() == null ? 1 : 0;
    }
  }
}
