package io.kith.server.report;

import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentificationFigures.AtFpir;
import io.kith.index.evaluation.IdentificationFigures.AtSize;
import io.kith.server.report.LinePlot.Axis;
import io.kith.server.report.LinePlot.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jfree.data.xy.XYSeries;

/** Plots of open-set identification; what concerns one number of samples is of the first. */
final class IdentificationPictures {

  private static final int MOST_LINES = 3;

  private final List<IdentificationFigures> all;
  private final IdentificationFigures first;

  IdentificationPictures(List<IdentificationFigures> all) {
    this.all = all.subList(0, Math.min(MOST_LINES, all.size()));
    this.first = all.getFirst();
  }

  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>(List.of(histogram(), det()));
    if (first.cmc().size() > 1) {
      pictures.add(cmc());
    }
    if (first.growth().size() > 1) {
      pictures.add(growth());
    }
    return pictures;
  }

  private Picture histogram() {
    Optional<AtFpir> working = IdentificationSection.working(first);
    String caption =
        "The cosine of each search for somebody enrolled to the own identity, and of each search for a stranger to the identity most alike."
            + working.map(IdentificationPictures::marked).orElse("");
    return new Picture(
        "identification-cosines",
        "Cosines of searches, %s enrolled each".formatted(Counted.of(first.samples(), "image")),
        caption,
        new HistogramPlot(
            first.matedCosines(),
            first.nonMatedCosines(),
            "searches",
            working.map(IdentificationPictures::threshold).orElse(null)));
  }

  private static String marked(AtFpir working) {
    return " The line is the threshold that %s %% of strangers reach: %s, mean over splits. What lies left of it is answered unknown."
        .formatted(Percent.exact(working.fpir()), Percent.cosine(threshold(working).cosine()));
  }

  private static HistogramPlot.Threshold threshold(AtFpir working) {
    return new HistogramPlot.Threshold(
        Objects.requireNonNull(working.threshold()).mean(),
        "FPIR %s %%".formatted(Percent.exact(working.fpir())));
  }

  private Picture det() {
    LinePlot plot =
        new LinePlot(new Axis("FPIR, %", Kind.LOGARITHMIC), new Axis("FNIR, %", Kind.LOGARITHMIC));
    for (IdentificationFigures figures : all) {
      plot.detLine(name(figures), figures.det(), figures.mated());
    }
    return new Picture(
        "identification-det",
        "Misses against false positives (DET)",
        "Each point is a threshold. Lower is better: fewer of those enrolled are missed at the same rate of false positives. The curve begins where ten false positives were counted, and goes no lower than 3 / n for n mated searches, and is dotted there: below that, a rate cannot be told from none.",
        plot);
  }

  private Picture cmc() {
    LinePlot plot = new LinePlot(new Axis("R", Kind.WHOLE), new Axis("found, %", Kind.SUCCESS));
    for (IdentificationFigures figures : all) {
      XYSeries line = plot.line(name(figures));
      for (int rank = 1; rank <= figures.cmc().size(); rank++) {
        line.add(rank, 100 * figures.cmc().get(rank - 1));
      }
    }
    return new Picture(
        "identification-cmc",
        "Right identity among the first R (CMC)",
        "How often the right identity is among the R candidates most alike, without a threshold: what somebody finds who looks through R candidates.",
        plot);
  }

  private Picture growth() {
    AtSize smallest = first.growth().getFirst();
    LinePlot plot =
        new LinePlot(new Axis("N", Kind.LOGARITHMIC), new Axis("FPIR, %", Kind.LOGARITHMIC));
    XYSeries fixed = plot.line("one threshold, right at N = " + Percent.count(smallest.enrolled()));
    XYSeries chosen = plot.line("threshold chosen for each N");
    for (AtSize size : first.growth()) {
      fixed.add(size.enrolled(), 100 * size.fpirOfSmallest());
      chosen.add(size.enrolled(), 100 * IdentificationFigures.GROWTH_FPIR);
    }
    AtSize largest = first.growth().getLast();
    return new Picture(
        "identification-growth",
        "False positives as the gallery grows",
        "The more identities are enrolled, the nearer the one most alike to a stranger. The threshold %s that gives 1 %% at N = %s lets %s %% through at N = %s, where %s is needed."
            .formatted(
                Percent.cosine(smallest.threshold()),
                Percent.count(smallest.enrolled()),
                Percent.number(largest.fpirOfSmallest()),
                Percent.count(largest.enrolled()),
                Percent.cosine(largest.threshold())),
        plot);
  }

  private static String name(IdentificationFigures figures) {
    return "%s each (N = %s)"
        .formatted(Counted.of(figures.samples(), "image"), Percent.count(figures.enrolled()));
  }
}
