package io.kith.embedder;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small copies of images, to look at. */
final class Thumbnail {

  private Thumbnail() {}

  /**
   * Scales an image down; one that is small already stays as it is.
   *
   * @param side pixels of its longer side, at most
   * @return a JPEG file, without what the image's own file says of where it was taken and by whom
   */
  static byte[] jpeg(DecodedImage image, int side) {
    int longer = Math.max(image.width(), image.height());
    int halvings = 0;
    while (longer >> halvings > 2 * side) {
      halvings++;
    }
    BufferedImage near = pixels(new Pyramid(image).level(halvings).image());
    double scale = Math.min(1, (double) side / Math.max(near.getWidth(), near.getHeight()));
    BufferedImage small =
        new BufferedImage(
            scaled(near.getWidth(), scale),
            scaled(near.getHeight(), scale),
            BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(near, 0, 0, small.getWidth(), small.getHeight(), null);
    graphics.dispose();
    return encode(small);
  }

  private static int scaled(int pixels, double scale) {
    return Math.max(1, (int) Math.round(pixels * scale));
  }

  private static BufferedImage pixels(DecodedImage image) {
    BufferedImage pixels =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) pixels.getRaster().getDataBuffer()).getData();
    System.arraycopy(image.bgr(), 0, target, 0, target.length);
    return pixels;
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
