package io.kith.server.report;

import static io.kith.server.report.Section.NEEDS_MORE;

import io.kith.index.evaluation.Folds;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.OperatingPoint;
import io.kith.index.evaluation.VerificationFigures;
import io.kith.index.evaluation.VerificationFigures.AtFar;
import io.kith.server.report.LinePlot.Axis;
import io.kith.server.report.LinePlot.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jfree.data.xy.XYSeries;

/** Verification as it is told. */
final class VerificationSection {

  private VerificationSection() {}

  static Section of(VerificationFigures figures) {
    return new Section(
        "Verification",
        "comparisons 1:1 of %s mated and %s non-mated pairs%s, 95 %% interval by drawing identities anew"
            .formatted(
                Percent.count(figures.mated()),
                Percent.count(figures.nonMated()),
                figures.drawn() ? " (drawn at random where there are more than a million)" : ""),
        Percent.error(figures.eer(), figures.eerInterval()) + " %",
        "equal error rate of comparing two images: as many pairs of one identity are told apart as pairs of two are taken for one",
        List.of("figure", "value", "95 % interval", "threshold"),
        rows(figures),
        figures.atFar().stream()
            .filter(at -> at.tar() == null)
            .map(
                at ->
                    "FAR %s %% takes %s non-mated comparisons, so that ten errors are expected; there are %s."
                        .formatted(
                            Percent.exact(at.far()),
                            Percent.count(at.comparisonsNeeded()),
                            Percent.count(figures.nonMated())))
            .toList(),
        List.of(histogram(figures), roc(figures), det(figures)));
  }

  private static List<List<String>> rows(VerificationFigures figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "EER %",
            Percent.error(figures.eer(), figures.eerInterval()),
            Percent.interval(figures.eerInterval()),
            Percent.cosine(figures.thresholdAtEer())));
    rows.add(
        List.of(
            "AUC",
            Percent.area(figures.auc()),
            Percent.area(figures.aucInterval().low())
                + " to "
                + Percent.area(figures.aucInterval().high()),
            ""));
    figures.atFar().forEach(at -> rows.add(row(at)));
    Folds accuracy = figures.accuracy();
    if (accuracy != null) {
      rows.add(
          List.of(
              "accuracy %%, %d folds".formatted(accuracy.folds()),
              Percent.success(accuracy.accuracy(), figures.mated() + figures.nonMated()),
              "",
              Percent.cosine(accuracy.threshold().mean())));
    }
    return rows;
  }

  private static List<String> row(AtFar at) {
    String name = "TAR %% at FAR %s %%".formatted(Percent.exact(at.far()));
    Double tar = at.tar();
    Interval interval = at.interval();
    Double threshold = at.threshold();
    if (tar == null || interval == null || threshold == null) {
      return List.of(name, NEEDS_MORE, "", "");
    }
    return List.of(
        name,
        Percent.success(tar, interval),
        Percent.interval(interval),
        Percent.cosine(threshold));
  }

  private static Picture histogram(VerificationFigures figures) {
    return new Picture(
        "verification-cosines",
        "Cosines of comparisons",
        "The cosines of pairs of one identity and of pairs of two. The line is the threshold %s at which both kinds of error are equally frequent."
            .formatted(Percent.cosine(figures.thresholdAtEer())),
        new HistogramPlot(
            figures.matedCosines(),
            figures.nonMatedCosines(),
            "comparisons",
            new HistogramPlot.Threshold(figures.thresholdAtEer(), "EER")));
  }

  private static Picture roc(VerificationFigures figures) {
    LinePlot plot =
        new LinePlot(new Axis("FAR, %", Kind.LOGARITHMIC), new Axis("TAR, %", Kind.SUCCESS));
    XYSeries line = plot.line("TAR");
    for (OperatingPoint point : figures.roc()) {
      if (point.accepted() > 0) {
        line.add(100 * point.accepted(), 100 * (1 - point.missed()));
      }
    }
    return new Picture(
        "verification-roc",
        "True against false accepts (ROC)",
        "Each point is a threshold. Higher is better: more pairs of one identity accepted at the same rate of false accepts. The curve begins where ten false accepts were counted.",
        plot);
  }

  private static Picture det(VerificationFigures figures) {
    LinePlot plot =
        new LinePlot(new Axis("FAR, %", Kind.LOGARITHMIC), new Axis("FRR, %", Kind.LOGARITHMIC));
    plot.detLine("FRR", figures.roc(), figures.mated());
    return new Picture(
        "verification-det",
        "False rejects against false accepts (DET)",
        "The same thresholds with both errors on scales of powers of ten. Lower is better. The curve goes no lower than 3 / n for n mated pairs, and is dotted there: below that, a rate cannot be told from none.",
        plot);
  }
}
