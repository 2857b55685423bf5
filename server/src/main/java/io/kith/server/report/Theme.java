package io.kith.server.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Colours of plots, on a light or a dark page; the page's style sheet has the same. Series differ
 * in lightness and in their strokes too, for those who do not tell their colours apart.
 *
 * @param background of page and plot
 * @param text of titles and labels
 * @param grid of lines behind the series
 * @param series in the order in which they are drawn
 */
record Theme(Color background, Color text, Color grid, List<Color> series) {

  static final Theme LIGHT =
      new Theme(
          new Color(0xFFFFFF),
          new Color(0x2B2F36),
          new Color(0xDFE3E8),
          List.of(new Color(0x0B6E8A), new Color(0xC4560A), new Color(0x6B4FA0)));

  static final Theme DARK =
      new Theme(
          new Color(0x1B1E23),
          new Color(0xD6DAE0),
          new Color(0x383D45),
          List.of(new Color(0x4FC3DC), new Color(0xF39A4A), new Color(0xB9A2EE)));

  private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 17);
  private static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final int FILLED = 0x90;

  Theme {
    series = List.copyOf(series);
  }

  /** Colour of a series' area, through which another is seen. */
  Color area(int at) {
    Color line = series.get(at);
    return new Color(line.getRed(), line.getGreen(), line.getBlue(), FILLED);
  }

  Font label() {
    return LABEL;
  }

  /** A chart of a plot, with its legend above when there are several series. */
  JFreeChart chart(XYPlot plot) {
    dress(plot.getDomainAxis());
    dress(plot.getRangeAxis());
    plot.setBackgroundPaint(background);
    plot.setDomainGridlinePaint(grid);
    plot.setRangeGridlinePaint(grid);
    plot.setDomainGridlineStroke(new BasicStroke(1));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setOutlineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    JFreeChart chart = new JFreeChart(null, LABEL, plot, plot.getSeriesCount() > 1);
    chart.setBackgroundPaint(background);
    chart.setPadding(new RectangleInsets(4, 4, 8, 18));
    LegendTitle legend = chart.getLegend();
    if (legend != null) {
      legend.setPosition(RectangleEdge.TOP);
      legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
      legend.setItemFont(TICK);
      legend.setItemPaint(text);
      legend.setBackgroundPaint(background);
      legend.setPadding(0, 0, 10, 0);
      legend.setFrame(BlockBorder.NONE);
    }
    return chart;
  }

  private void dress(ValueAxis axis) {
    axis.setLabelFont(LABEL);
    axis.setTickLabelFont(TICK);
    axis.setLabelPaint(text);
    axis.setTickLabelPaint(text);
    axis.setAxisLinePaint(grid);
    axis.setTickMarkPaint(grid);
  }
}
