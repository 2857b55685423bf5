package io.kith.server.http;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made-up drawings: black lines on white, the same for the same seed. */
final class Drawings {

  private Drawings() {}

  /** A drawing of a symbol. */
  static byte[] png(int side, long symbol) {
    return png(side, symbol, 0);
  }

  /**
   * A drawing of a symbol in somebody's hand.
   *
   * @param hand draws the same lines a little elsewhere
   */
  static byte[] png(int side, long symbol, long hand) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(side / 20f));
    Random shape = new Random(symbol);
    Random wobble = new Random(31 * symbol + hand);
    Path2D path = new Path2D.Double();
    for (int i = 0; i < 5; i++) {
      double x = side * (.15 + .7 * shape.nextDouble() + .02 * wobble.nextGaussian());
      double y = side * (.15 + .7 * shape.nextDouble() + .02 * wobble.nextGaussian());
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    graphics.draw(path);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
