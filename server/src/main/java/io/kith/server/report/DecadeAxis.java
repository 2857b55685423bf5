package io.kith.server.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/**
 * A logarithmic axis of at least a decade, with ticks at 1, 10, 100, ..., and at 2 and 5 between
 * them where there is room.
 */
final class DecadeAxis extends LogAxis {

  private static final long serialVersionUID = 1L;
  private static final double MOST_DECADES = 2.6;

  private final DecimalFormat format =
      new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));

  DecadeAxis(String label) {
    super(label);
  }

  @Override
  protected void autoAdjustRange() {
    super.autoAdjustRange();
    Range found = getRange();
    if (found.getUpperBound() < 10 * found.getLowerBound()) {
      double middle = Math.sqrt(found.getLowerBound() * found.getUpperBound());
      // A rate goes no higher than 100 %.
      double upper = Math.min(middle * Math.sqrt(10), Math.max(100, found.getUpperBound()));
      setRange(new Range(upper / 10, upper), false, false);
    }
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    double low = getRange().getLowerBound();
    double high = getRange().getUpperBound();
    int[] steps = Math.log10(high / low) > MOST_DECADES ? new int[] {1} : new int[] {1, 2, 5};
    boolean horizontal = RectangleEdge.isTopOrBottom(edge);
    List<NumberTick> ticks = new ArrayList<>();
    for (int decade = (int) Math.floor(Math.log10(low)); Math.pow(10, decade) <= high; decade++) {
      for (int step : steps) {
        double value = step * Math.pow(10, decade);
        if (value >= low && value <= high) {
          ticks.add(
              new NumberTick(
                  TickType.MAJOR,
                  value,
                  format.format(value),
                  horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT,
                  TextAnchor.CENTER,
                  0));
        }
      }
    }
    return ticks;
  }
}
