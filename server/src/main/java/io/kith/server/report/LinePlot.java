package io.kith.server.report;

import io.kith.index.evaluation.OperatingPoint;
import io.kith.index.evaluation.Resolution;
import java.awt.BasicStroke;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A plot of lines. Built on one thread; drawn from any, once it is built. */
final class LinePlot implements Function<Theme, JFreeChart> {

  /** What an axis shows. */
  record Axis(String label, Kind kind) {}

  /** How an axis is divided. */
  enum Kind {
    /** Evenly. */
    LINEAR,
    /** Evenly, at whole numbers. */
    WHOLE,
    /** By powers of ten; values of 0 are left out. */
    LOGARITHMIC
  }

  private static final float[][] DASHES = {null, {9, 5}, {2, 4}};
  private static final float WIDTH = 2.6f;

  private final Axis x;
  private final Axis y;
  private final XYSeriesCollection lines = new XYSeriesCollection();

  LinePlot(Axis x, Axis y) {
    this.x = x;
    this.y = y;
  }

  /** A line to add points to; at most three are told apart. */
  XYSeries line(String name) {
    XYSeries line = new XYSeries(name, false);
    lines.addSeries(line);
    return line;
  }

  /**
   * A line of misses against false positives, in percent, which goes no lower than the rate that as
   * many mated trials can tell from none.
   */
  void detLine(String name, List<OperatingPoint> points, long mated) {
    XYSeries line = line(name);
    double lowest = Resolution.ruleOfThree(mated);
    for (OperatingPoint point : points) {
      if (point.accepted() > 0) {
        line.add(100 * point.accepted(), 100 * Math.max(lowest, point.missed()));
      }
    }
  }

  @Override
  public JFreeChart apply(Theme theme) {
    boolean points = longest() < 10;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, points);
    for (int i = 0; i < lines.getSeriesCount(); i++) {
      renderer.setSeriesPaint(i, theme.series().get(i));
      renderer.setSeriesStroke(
          i,
          new BasicStroke(WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, DASHES[i], 0));
    }
    renderer.setLegendLine(new Line2D.Double(-16, 0, 16, 0));
    XYPlot plot = new XYPlot(lines, axis(x), axis(y), renderer);
    return theme.chart(plot);
  }

  private int longest() {
    return IntStream.range(0, lines.getSeriesCount()).map(lines::getItemCount).max().orElse(0);
  }

  private static ValueAxis axis(Axis axis) {
    return switch (axis.kind()) {
      case LINEAR -> linear(axis.label());
      case WHOLE -> whole(axis.label());
      case LOGARITHMIC -> new DecadeAxis(axis.label());
    };
  }

  private static NumberAxis linear(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  private static NumberAxis whole(String label) {
    NumberAxis axis = linear(label);
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    return axis;
  }
}
