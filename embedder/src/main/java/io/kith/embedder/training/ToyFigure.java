package io.kith.embedder.training;

import io.kith.embedder.training.ToyExperiment.Outcome;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * The picture that papers show of a margin: a column a margin, the features as the network gives
 * them above, on the unit circle or sphere below.
 */
public final class ToyFigure {

  private static final int CELL = 260;
  private static final int TITLE = 34;
  private static final int NOTE = 52;
  private static final double DOT = 5;
  private static final Color INK = new Color(0x37474F);

  /* Colours that also differ in lightness, for eyes that tell few hues apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xD55E00),
          new Color(0x0072B2),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x6A3D9A),
          new Color(0x333333));

  private final List<Outcome> outcomes;

  /**
   * @param outcomes one a margin, all of the same dimension, 2 or 3
   */
  public ToyFigure(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** Writes the picture as PNG. */
  public void write(Path file) {
    BufferedImage picture =
        new BufferedImage(
            CELL * outcomes.size(), TITLE + 2 * CELL + NOTE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < outcomes.size(); i++) {
      column(graphics, outcomes.get(i), i * CELL);
    }
    graphics.dispose();
    try {
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void column(Graphics2D graphics, Outcome outcome, int left) {
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    text(graphics, "margin %.1f".formatted(outcome.margin()), left, 23);
    double largest = 0;
    for (float[] feature : outcome.features()) {
      largest = Math.max(largest, length(feature));
    }
    points(graphics, outcome, left, TITLE, largest, false);
    outline(graphics, left, TITLE + CELL);
    points(graphics, outcome, left, TITLE + CELL, 1, true);
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    int below = TITLE + 2 * CELL;
    text(
        graphics,
        String.format(Locale.ROOT, "to the class mean %.1f°", outcome.meanAngle()),
        left,
        below + 18);
    text(
        graphics,
        String.format(Locale.ROOT, "smallest between classes %.1f°", outcome.smallestAngle()),
        left,
        below + 38);
  }

  private static void text(Graphics2D graphics, String text, int left, int bottom) {
    int width = graphics.getFontMetrics().stringWidth(text);
    graphics.drawString(text, left + (CELL - width) / 2, bottom);
  }

  private static void outline(Graphics2D graphics, int left, int top) {
    graphics.setColor(new Color(0xCFD8DC));
    graphics.setStroke(new BasicStroke(1));
    double radius = CELL * 0.42;
    graphics.draw(
        new Ellipse2D.Double(
            left + CELL / 2.0 - radius, top + CELL / 2.0 - radius, 2 * radius, 2 * radius));
  }

  private static void points(
      Graphics2D graphics, Outcome outcome, int left, int top, double unit, boolean onSphere) {
    double[][] seen = new double[outcome.features().length][];
    for (int i = 0; i < seen.length; i++) {
      float[] feature = outcome.features()[i];
      seen[i] = view(feature, onSphere ? Math.max(length(feature), 1e-12) : unit);
    }
    // Far points first; those behind the sphere are pale.
    IntStream.range(0, seen.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> seen[i][2]))
        .forEach(
            i -> {
              Color colour = COLOURS.get(outcome.labels()[i] % COLOURS.size());
              int alpha = (int) (130 + 110 * Math.clamp(seen[i][2], -1, 1));
              graphics.setColor(
                  new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha));
              double x = left + CELL / 2.0 + CELL * 0.42 * seen[i][0];
              double y = top + CELL / 2.0 - CELL * 0.42 * seen[i][1];
              graphics.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
            });
  }

  /** Right, up and towards the viewer; a third dimension is looked at from above and aside. */
  private static double[] view(float[] feature, double unit) {
    double x = feature[0] / unit;
    double y = feature[1] / unit;
    if (feature.length == 2) {
      return new double[] {x, y, 0.8};
    }
    double z = feature[2] / unit;
    double turn = Math.toRadians(35);
    double tilt = Math.toRadians(20);
    double right = x * Math.cos(turn) - y * Math.sin(turn);
    double away = x * Math.sin(turn) + y * Math.cos(turn);
    return new double[] {
      right, z * Math.cos(tilt) + away * Math.sin(tilt), z * Math.sin(tilt) - away * Math.cos(tilt)
    };
  }

  private static double length(float[] feature) {
    double squares = 0;
    for (float value : feature) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
