package io.kith.server.report;

import io.kith.index.evaluation.Histogram;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentificationFigures.AtSize;
import io.kith.index.evaluation.OperatingPoint;
import io.kith.index.evaluation.VerificationFigures;
import java.util.List;
import java.util.StringJoiner;

/** The points of all plots as CSV. */
final class CurvesTable {

  private final StringJoiner lines = new StringJoiner("\n", "", "\n");

  private CurvesTable(Evaluation.Figures figures) {
    lines.add("plot,series,x,y,threshold");
    figures.identification().forEach(this::identification);
    if (figures.verification() != null) {
      verification(figures.verification());
    }
  }

  static String of(Evaluation.Figures figures) {
    return new CurvesTable(figures).lines.toString();
  }

  private void identification(IdentificationFigures figures) {
    String samples = "samples=%d ".formatted(figures.samples());
    histogram("identification-cosines", samples + "mated", figures.matedCosines());
    histogram("identification-cosines", samples + "non-mated", figures.nonMatedCosines());
    curve("identification-det", samples + "FNIR against FPIR", figures.det());
    for (int rank = 1; rank <= figures.cmc().size(); rank++) {
      line("identification-cmc", samples + "found", rank, figures.cmc().get(rank - 1), "");
    }
    for (AtSize size : figures.growth()) {
      line(
          "identification-growth",
          samples + "FPIR of the smallest gallery's threshold",
          size.enrolled(),
          size.fpirOfSmallest(),
          size.threshold());
    }
  }

  private void verification(VerificationFigures figures) {
    histogram("verification-cosines", "mated", figures.matedCosines());
    histogram("verification-cosines", "non-mated", figures.nonMatedCosines());
    curve("verification-roc", "FRR against FAR", figures.roc());
  }

  private void histogram(String plot, String series, Histogram histogram) {
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      line(plot, series, Histogram.left(bin), histogram.shares().get(bin), "");
    }
  }

  private void curve(String plot, String series, List<OperatingPoint> points) {
    points.forEach(it -> line(plot, series, it.accepted(), it.missed(), it.threshold()));
  }

  private void line(String plot, String series, Object x, Object y, Object threshold) {
    lines.add("%s,%s,%s,%s,%s".formatted(plot, series, x, y, threshold));
  }
}
