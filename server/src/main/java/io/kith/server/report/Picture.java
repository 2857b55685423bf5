package io.kith.server.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/**
 * A plot.
 *
 * @param name of its file, without the ending
 * @param title what it shows
 * @param caption how to read it
 * @param plot draws it in a theme
 */
record Picture(String name, String title, String caption, Function<Theme, JFreeChart> plot) {

  static final int WIDTH = 560;
  static final int HEIGHT = 400;

  /* For screens with more pixels than a page counts. */
  private static final int SCALE = 2;

  /**
   * Whether plots can be drawn: a JDK on a machine without fonts cannot, and says so with an error.
   */
  static boolean drawable() {
    try {
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().getFontMetrics();
      return true;
    } catch (RuntimeException | InternalError | LinkageError e) {
      return false;
    }
  }

  /** The plot as PNG. */
  byte[] png(Theme theme) {
    BufferedImage image =
        plot.apply(theme).createBufferedImage(SCALE * WIDTH, SCALE * HEIGHT, WIDTH, HEIGHT, null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ChartUtils.writeBufferedImageAsPNG(bytes, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
