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
import org.jfree.data.Range;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A plot of lines. Built on one thread; drawn from any, once it is built. */
final class LinePlot implements Function<Theme, JFreeChart> {

  /** What an axis shows. */
  record Axis(String label, Kind kind) {}

  /** How an axis is divided. */
  enum Kind {
    /** Evenly, up to 100 %. */
    SUCCESS,
    /** Evenly, at whole numbers. */
    WHOLE,
    /** By powers of ten; values of 0 are left out. */
    LOGARITHMIC
  }

  private static final float[][] DASHES = {null, {9, 5}, {2, 4}};
  private static final float WIDTH = 2.6f;
  private static final float THIN = 1.6f;
  private static final float[] DOTS = {1, 4};

  /* Per cent that an axis up to 100 shows at least, and the share of it that is left at its ends. */
  private static final double LEAST_PERCENT = 1;
  private static final double MARGIN = 0.03;

  private final Axis x;
  private final Axis y;
  private final XYSeriesCollection lines = new XYSeriesCollection();

  /* Of each line, what is no measurement. */
  private final XYSeriesCollection bounds = new XYSeriesCollection();

  LinePlot(Axis x, Axis y) {
    this.x = x;
    this.y = y;
  }

  /** A line to add points to; at most three are told apart. */
  XYSeries line(String name) {
    XYSeries line = new XYSeries(name, false);
    lines.addSeries(line);
    bounds.addSeries(new XYSeries(name, false));
    return line;
  }

  /**
   * A line of misses against false positives, in percent, which goes no lower than the rate that as
   * many mated trials can tell from none, and is dotted there.
   */
  void detLine(String name, List<OperatingPoint> points, long mated) {
    XYSeries line = line(name);
    XYSeries bound = bounds.getSeries(bounds.getSeriesCount() - 1);
    double lowest = Resolution.ruleOfThree(mated);
    for (OperatingPoint point : points) {
      if (point.accepted() > 0) {
        XYSeries one = point.missed() < lowest ? bound : line;
        one.add(100 * point.accepted(), 100 * Math.max(lowest, point.missed()));
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
    plot.setDataset(1, bounds);
    plot.setRenderer(1, dotted(theme));
    return theme.chart(plot);
  }

  private XYLineAndShapeRenderer dotted(Theme theme) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDefaultSeriesVisibleInLegend(false);
    renderer.setDefaultStroke(
        new BasicStroke(THIN, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, DOTS, 0));
    renderer.setAutoPopulateSeriesStroke(false);
    for (int i = 0; i < bounds.getSeriesCount(); i++) {
      renderer.setSeriesPaint(i, theme.series().get(i));
    }
    return renderer;
  }

  private int longest() {
    return IntStream.range(0, lines.getSeriesCount()).map(lines::getItemCount).max().orElse(0);
  }

  private ValueAxis axis(Axis axis) {
    return switch (axis.kind()) {
      case SUCCESS -> success(axis.label());
      case WHOLE -> whole(axis.label());
      case LOGARITHMIC -> new DecadeAxis(axis.label());
    };
  }

  private NumberAxis success(String label) {
    NumberAxis axis = new NumberAxis(label);
    Range found = DatasetUtils.findRangeBounds(lines, false);
    double shown = Math.max(LEAST_PERCENT, found == null ? 0 : 100 - found.getLowerBound());
    axis.setRange(100 - shown * (1 + MARGIN), 100 + shown * MARGIN);
    return axis;
  }

  private static NumberAxis whole(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    return axis;
  }
}
