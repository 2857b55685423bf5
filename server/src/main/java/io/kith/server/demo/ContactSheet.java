package io.kith.server.demo;

import io.kith.server.demo.FacesDemo.Probe;
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

/**
 * A picture of a demo: each probe with what Kith said of it, framed green where it was right and
 * red where not.
 */
public final class ContactSheet {

  private static final int COLUMNS = 6;
  private static final int SIDE = 150;
  private static final int TEXT = 66;
  private static final int MARGIN = 12;
  private static final Color RIGHT = new Color(0x2E7D32);
  private static final Color WRONG = new Color(0xC62828);

  private ContactSheet() {}

  /** Writes the picture as PNG. */
  public static void write(List<Probe> probes, Path file) {
    int rows = (probes.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            MARGIN + COLUMNS * (SIDE + MARGIN),
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
      int left = MARGIN + i % COLUMNS * (SIDE + MARGIN);
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
    BufferedImage image = probe.image();
    double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
    int width = (int) (image.getWidth() * scale);
    int height = (int) (image.getHeight() * scale);
    Color frame = probe.correct() ? RIGHT : WRONG;
    graphics.setColor(frame);
    graphics.fillRect(left - 3, top - 3, SIDE + 6, SIDE + 6);
    graphics.drawImage(
        image, left + (SIDE - width) / 2, top + (SIDE - height) / 2, width, height, null);
    String identity = probe.result().identity();
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    graphics.drawString(identity == null ? "unknown" : identity, left, top + SIDE + 19);
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    Double cosine = probe.result().cosine();
    graphics.drawString("shows " + probe.face(), left, top + SIDE + 34);
    graphics.drawString(probe.change(), left, top + SIDE + 48);
    graphics.drawString(
        cosine == null ? "" : "cosine %.2f".formatted(cosine), left, top + SIDE + 62);
  }
}
