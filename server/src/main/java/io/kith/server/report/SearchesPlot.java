package io.kith.server.report;

import io.kith.index.evaluation.Searches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plot of searches' cosines on its own, for light pages. */
public final class SearchesPlot {

  private SearchesPlot() {}

  /**
   * Writes it as PNG.
   *
   * @param fpir rate of false positives whose threshold is marked
   */
  public static void write(Searches searches, double fpir, Path file) throws IOException {
    HistogramPlot plot =
        new HistogramPlot(
            searches.matedCosines().histogram(),
            searches.nonMated().histogram(),
            "searches",
            new HistogramPlot.Threshold(
                searches.atFpir(fpir).threshold(), "FPIR %s %%".formatted(Percent.exact(fpir))));
    Files.write(file, new Picture("", "", "", plot).png(Theme.LIGHT));
  }
}
