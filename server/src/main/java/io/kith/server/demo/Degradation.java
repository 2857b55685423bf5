package io.kith.server.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;

/** Ways in which a second photograph of somebody is worse than the first. */
enum Degradation {
  MIRRORED("mirrored") {
    @Override
    BufferedImage apply(BufferedImage image) {
      AffineTransform mirror = AffineTransform.getScaleInstance(-1, 1);
      mirror.translate(-image.getWidth(), 0);
      return transformed(image, mirror);
    }
  },
  DARK("half as bright") {
    @Override
    BufferedImage apply(BufferedImage image) {
      return new RescaleOp(0.5f, 0, null).filter(image, null);
    }
  },
  COARSE("JPEG quality 10 %") {
    @Override
    BufferedImage apply(BufferedImage image) {
      return Jpeg.decode(Jpeg.encode(image, 0.1f));
    }
  },
  SMALL("100 pixels wide") {
    @Override
    BufferedImage apply(BufferedImage image) {
      int height = Math.max(1, image.getHeight() * 100 / image.getWidth());
      BufferedImage small = new BufferedImage(100, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = small.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, 100, height, null);
      graphics.dispose();
      return small;
    }
  },
  TURNED("turned by 12 degrees") {
    @Override
    BufferedImage apply(BufferedImage image) {
      return transformed(
          image,
          AffineTransform.getRotateInstance(
              Math.toRadians(12), image.getWidth() / 2.0, image.getHeight() / 2.0));
    }
  };

  private final String words;

  Degradation(String words) {
    this.words = words;
  }

  /** What was done, in words. */
  String words() {
    return words;
  }

  /** A worse copy of an image. */
  abstract BufferedImage apply(BufferedImage image);

  private static BufferedImage transformed(BufferedImage image, AffineTransform transform) {
    BufferedImage copy =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = copy.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, transform, null);
    graphics.dispose();
    return copy;
  }
}
