package io.kith.it.bench;

import io.kith.it.IdentificationProtocol;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.statistics.HistogramDataset;
import org.jfree.data.statistics.HistogramType;

/**
 * The best cosine of each search: of people enrolled, and of strangers, with the threshold between
 * them.
 */
final class CosinePicture {

  private static final int BINS = 60;

  private CosinePicture() {}

  static void write(IdentificationProtocol.Figures figures, Path file) {
    HistogramDataset data = new HistogramDataset();
    data.setType(HistogramType.RELATIVE_FREQUENCY);
    data.addSeries("people enrolled", figures.matedCosines(), BINS, 0, 1);
    data.addSeries("strangers", figures.nonMatedCosines(), BINS, 0, 1);
    JFreeChart chart =
        ChartFactory.createHistogram(
            null,
            "cosine of the best candidate",
            "share of searches",
            data,
            PlotOrientation.VERTICAL,
            true,
            false,
            false);
    XYPlot plot = chart.getXYPlot();
    XYBarRenderer bars = (XYBarRenderer) plot.getRenderer();
    bars.setBarPainter(new StandardXYBarPainter());
    bars.setShadowVisible(false);
    bars.setSeriesPaint(0, new Color(0x2E, 0x7D, 0x32, 160));
    bars.setSeriesPaint(1, new Color(0x90, 0x60, 0x00, 160));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    ValueMarker threshold =
        new ValueMarker(figures.thresholdAtFpir1(), Color.BLACK, new BasicStroke(1.5f));
    threshold.setLabel("unknown  |  known ");
    plot.addDomainMarker(threshold);
    try {
      ChartUtils.saveChartAsPNG(file.toFile(), chart, 800, 360);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
