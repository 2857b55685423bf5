package io.kith.server.demo;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a demo: each probe, framed green where Kith was right and red where not, beside the
 * enrolled image that is most like it, with what Kith said.
 */
public final class ContactSheet {

  private static final int COLUMNS = 5;
  private static final int SIDE = 116;
  private static final int GAP = 6;
  private static final int PAIR = 2 * SIDE + GAP;
  private static final int TEXT = 54;
  private static final int MARGIN = 16;
  private static final int FRAME = 3;
  private static final Color RIGHT = new Color(0x2E7D32);
  private static final Color WRONG = new Color(0xC62828);

  private ContactSheet() {}

  /** Writes the picture as PNG. */
  public static void write(List<Probe> probes, Path file) {
    int rows = (probes.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            MARGIN + COLUMNS * (PAIR + MARGIN),
            MARGIN + rows * (SIDE + TEXT + MARGIN),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < probes.size(); i++) {
      int left = MARGIN + i % COLUMNS * (PAIR + MARGIN);
      int top = MARGIN + i / COLUMNS * (SIDE + TEXT + MARGIN);
      draw(graphics, probes.get(i), left, top);
    }
    graphics.dispose();
    try {
      ImageIO.write(sheet, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void draw(Graphics2D graphics, Probe probe, int left, int top) {
    Color colour = probe.correct() ? RIGHT : WRONG;
    graphics.setColor(colour);
    graphics.fillRect(left - FRAME, top - FRAME, SIDE + 2 * FRAME, SIDE + 2 * FRAME);
    image(graphics, probe.image(), left, top);
    image(graphics, probe.nearest(), left + SIDE + GAP, top);
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.drawRect(left + SIDE + GAP, top, SIDE - 1, SIDE - 1);
    graphics.setColor(colour);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    graphics.drawString(probe.said(), left, top + SIDE + 19);
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    Double cosine = probe.cosine();
    graphics.drawString(
        cosine == null ? "nothing like it" : "nearest: cosine %.2f".formatted(cosine),
        left + SIDE + GAP,
        top + SIDE + 19);
    graphics.drawString("shows " + probe.subject(), left, top + SIDE + 34);
    graphics.drawString(probe.change(), left, top + SIDE + 48);
  }

  private static void image(Graphics2D graphics, @Nullable BufferedImage image, int left, int top) {
    if (image == null) {
      return;
    }
    double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    graphics.drawImage(
        image, left + (SIDE - width) / 2, top + (SIDE - height) / 2, width, height, null);
  }
}
