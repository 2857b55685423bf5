package io.kith.embedder.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of images to train on: a class is a random zigzag, an image of it a shaken copy. */
final class DrawnFolder {

  private DrawnFolder() {}

  static Path write(Path folder, int classes, int images) throws IOException {
    for (int c = 0; c < classes; c++) {
      Path one = Files.createDirectories(folder.resolve("class%02d".formatted(c)));
      for (int i = 0; i < images; i++) {
        image(c, i, one.resolve("image%02d.png".formatted(i)));
      }
    }
    return folder;
  }

  static void image(int symbol, int copy, Path file) throws IOException {
    Random shape = new Random(symbol);
    Random hand = new Random(1000L * symbol + copy);
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 48, 48);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(3));
    int fromX = 0;
    int fromY = 0;
    for (int i = 0; i < 5; i++) {
      int x = 6 + shape.nextInt(36) + hand.nextInt(5) - 2;
      int y = 6 + shape.nextInt(36) + hand.nextInt(5) - 2;
      if (i > 0) {
        graphics.drawLine(fromX, fromY, x, y);
      }
      fromX = x;
      fromY = y;
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}
