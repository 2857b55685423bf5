package io.kith.server.report;

import io.kith.index.evaluation.Histogram;
import java.awt.BasicStroke;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepAreaRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/**
 * How cosines of mated and non-mated trials are distributed.
 *
 * @param trials what is counted, in words
 * @param threshold to mark; null for none
 */
record HistogramPlot(
    Histogram mated, Histogram nonMated, String trials, @Nullable Threshold threshold)
    implements Function<Theme, JFreeChart> {

  /* Bins with less at both ends are not shown: a single odd image would make all others narrow. */
  private static final double LEAST_SHARE = 0.0005;

  private static final double ROOM_FOR_LABEL = 0.15;

  /**
   * A threshold.
   *
   * @param cosine the smallest accepted
   * @param label what it gives
   */
  record Threshold(double cosine, String label) {}

  @Override
  public JFreeChart apply(Theme theme) {
    XYSeriesCollection series = new XYSeriesCollection();
    series.addSeries(series("same identity", mated));
    series.addSeries(series("different identities", nonMated));
    XYStepAreaRenderer renderer = new XYStepAreaRenderer(XYStepAreaRenderer.AREA);
    renderer.setStepPoint(0);
    for (int i = 0; i < 2; i++) {
      renderer.setSeriesPaint(i, theme.area(i));
    }
    NumberAxis cosine = new NumberAxis("cosine");
    cosine.setRange(low(), high());
    NumberAxis share = new NumberAxis("% of " + trials);
    share.setUpperMargin(ROOM_FOR_LABEL);
    XYPlot plot = new XYPlot(series, cosine, share, renderer);
    if (threshold != null) {
      plot.addDomainMarker(marker(threshold, theme));
    }
    return theme.chart(plot);
  }

  private static XYSeries series(String name, Histogram histogram) {
    XYSeries series = new XYSeries(name);
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      series.add(Histogram.left(bin), 100 * histogram.shares().get(bin));
    }
    series.add(Histogram.left(Histogram.BINS), 0);
    return series;
  }

  private double low() {
    int bin = 0;
    while (bin < Histogram.BINS - 1 && sparse(bin)) {
      bin++;
    }
    return Histogram.left(Math.max(0, bin - 1));
  }

  private double high() {
    int bin = Histogram.BINS - 1;
    while (bin > 0 && sparse(bin)) {
      bin--;
    }
    return Histogram.left(Math.min(Histogram.BINS, bin + 2));
  }

  private boolean sparse(int bin) {
    return Math.max(mated.shares().get(bin), nonMated.shares().get(bin)) < LEAST_SHARE;
  }

  private ValueMarker marker(Threshold threshold, Theme theme) {
    ValueMarker marker = new ValueMarker(threshold.cosine(), theme.text(), new BasicStroke(1.8f));
    marker.setLabel(" " + threshold.label() + " ");
    marker.setLabelFont(theme.label());
    marker.setLabelBackgroundColor(theme.background());
    marker.setLabelPaint(theme.text());
    boolean right = threshold.cosine() < (low() + high()) / 2;
    marker.setLabelAnchor(right ? RectangleAnchor.TOP_RIGHT : RectangleAnchor.TOP_LEFT);
    marker.setLabelTextAnchor(right ? TextAnchor.TOP_LEFT : TextAnchor.TOP_RIGHT);
    return marker;
  }
}
