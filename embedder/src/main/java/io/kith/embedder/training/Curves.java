package io.kith.embedder.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A picture of a training: loss, and how its epochs did on the classes held out. */
final class Curves {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 700;
  private static final List<Color> COLOURS =
      List.of(new Color(0x1565C0), new Color(0xC62828), new Color(0x2E7D32), new Color(0xEF6C00));

  private Curves() {}

  /**
   * Draws the epochs of a table of metrics.
   *
   * @param metrics CSV with a header and a line an epoch
   * @param picture where the PNG goes
   */
  static void draw(Path metrics, Path picture) throws IOException {
    List<String> lines = Files.readAllLines(metrics);
    List<String> header = List.of(lines.getFirst().split(",", -1));
    CombinedDomainXYPlot plots = new CombinedDomainXYPlot(integers());
    plots.add(plot(lines, header, "loss, nats", 1, "loss"));
    plots.add(plot(lines, header, "error on unseen classes, %", 100, "eer"));
    plots.add(
        plot(lines, header, "right on unseen classes, %", 100, "few_shot", "rank1", "dir_at_1"));
    ChartUtils.saveChartAsPNG(picture.toFile(), new JFreeChart(plots), WIDTH, HEIGHT);
  }

  private static NumberAxis integers() {
    NumberAxis axis = new NumberAxis("epoch");
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  private static XYPlot plot(
      List<String> lines, List<String> header, String label, double unit, String... columns) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, lines.size() < 3);
    for (String column : columns) {
      XYSeries series = new XYSeries(column.replace('_', ' '));
      int at = header.indexOf(column);
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        if (!cells[at].isEmpty()) {
          series.add(Double.parseDouble(cells[0]), unit * Double.parseDouble(cells[at]));
        }
      }
      renderer.setSeriesPaint(data.getSeriesCount(), COLOURS.get(data.getSeriesCount()));
      renderer.setSeriesStroke(data.getSeriesCount(), new BasicStroke(2));
      data.addSeries(series);
    }
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    return new XYPlot(data, null, axis, renderer);
  }
}
