package io.kith.it.bench;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Agreement with exact search against searches a second, a line for each system and size. */
final class AgreementPicture {

  private AgreementPicture() {}

  static void write(List<SearchRun> runs, Path file) {
    Map<String, XYSeries> series = new LinkedHashMap<>();
    for (SearchRun run : runs) {
      String name = "%s, %,d x %d".formatted(run.system(), run.size(), run.dimension());
      series
          .computeIfAbsent(name, it -> new XYSeries(it, false))
          .add(100 * run.rank1Agreement(), run.qps1());
    }
    XYSeriesCollection data = new XYSeriesCollection();
    series.values().forEach(data::addSeries);
    JFreeChart chart =
        ChartFactory.createXYLineChart(
            null, "mates found at rank 1 as by exact search, %", "searches/s, one thread", data);
    XYPlot plot = chart.getXYPlot();
    plot.setRangeAxis(new LogAxis("searches/s, one thread"));
    plot.setRenderer(new XYLineAndShapeRenderer(true, true));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    try {
      ChartUtils.saveChartAsPNG(file.toFile(), chart, 900, 520);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
