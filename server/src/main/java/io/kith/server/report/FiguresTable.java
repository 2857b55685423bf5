package io.kith.server.report;

import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.Spread;
import io.kith.index.evaluation.VerificationFigures;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All figures as CSV, one a line; a figure that the trials do not support has no line. */
final class FiguresTable {

  private final StringJoiner lines = new StringJoiner("\n", "", "\n");

  private FiguresTable(Evaluation.Figures figures) {
    lines.add("protocol,setting,figure,value,deviation,low,high,threshold");
    figures.identification().forEach(this::identification);
    if (figures.verification() != null) {
      verification(figures.verification());
    }
    figures.fewShot().forEach(this::fewShot);
  }

  static String of(Evaluation.Figures figures) {
    return new FiguresTable(figures).lines.toString();
  }

  private void identification(IdentificationFigures figures) {
    String setting = "samples=%d N=%d".formatted(figures.samples(), figures.enrolled());
    line("identification", setting, "rank-1", figures.rank1(), null);
    figures
        .atFpir()
        .forEach(
            at ->
                line(
                    "identification",
                    setting,
                    "FNIR at FPIR " + at.fpir(),
                    at.fnir(),
                    at.threshold() == null ? null : at.threshold().mean()));
  }

  private void verification(VerificationFigures figures) {
    String setting = "mated=%d nonMated=%d".formatted(figures.mated(), figures.nonMated());
    line(
        "verification",
        setting,
        "EER",
        figures.eer(),
        figures.eerInterval(),
        figures.thresholdAtEer());
    line("verification", setting, "AUC", figures.auc(), figures.aucInterval(), null);
    figures
        .atFar()
        .forEach(
            at ->
                line(
                    "verification",
                    setting,
                    "TAR at FAR " + at.far(),
                    at.tar(),
                    at.interval(),
                    at.threshold()));
    if (figures.accuracy() != null) {
      line(
          "verification",
          setting,
          "accuracy",
          figures.accuracy().accuracy(),
          figures.accuracy().threshold().mean());
    }
  }

  private void fewShot(FewShotFigures figures) {
    String setting =
        "%d-way %d-shot%s"
            .formatted(
                figures.ways(), figures.shots(), figures.withinGroup() ? " within group" : "");
    line("few-shot", setting, "accuracy", figures.accuracy(), figures.interval(), null);
  }

  private void line(
      String protocol,
      String setting,
      String figure,
      @Nullable Spread value,
      @Nullable Double threshold) {
    if (value != null) {
      cells(protocol, setting, figure, value.mean(), value.deviation(), null, null, threshold);
    }
  }

  private void line(
      String protocol,
      String setting,
      String figure,
      @Nullable Double value,
      @Nullable Interval interval,
      @Nullable Double threshold) {
    if (value != null && interval != null) {
      cells(protocol, setting, figure, value, null, interval.low(), interval.high(), threshold);
    }
  }

  private void cells(@Nullable Object... cells) {
    lines.add(
        Stream.of(cells).map(it -> Objects.toString(it, "")).collect(Collectors.joining(",")));
  }
}
