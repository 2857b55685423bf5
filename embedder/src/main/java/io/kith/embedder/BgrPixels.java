package io.kith.embedder;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/**
 * Turns what ImageIO decodes into interleaved 8-bit pixels {@code [height, width, 3]} in blue,
 * green, red order, transparency over white.
 *
 * <p>Samples are taken as the reader gives them: of a colour JPEG with a profile it has made sRGB,
 * all others are as stored. No profile is applied here, as it is not where such networks are
 * trained, and Java's linear grey colour space would brighten grey images.
 */
final class BgrPixels {

  private BgrPixels() {}

  /** The pixels of an image; its own array where it already has this layout. */
  static byte[] of(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getSize() == 3 * image.getWidth() * image.getHeight()) {
      return buffer.getData();
    }
    ColorModel model = image.getColorModel();
    int space = model.getColorSpace().getType();
    boolean plain = space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB;
    if (model instanceof IndexColorModel || !plain || model.isAlphaPremultiplied()) {
      return throughColorModel(image);
    }
    return fromSamples(image.getRaster(), model);
  }

  private static byte[] fromSamples(WritableRaster raster, ColorModel model) {
    int bands = raster.getNumBands();
    int colours = model.getNumColorComponents();
    int excess = model.getComponentSize(0) - 8;
    int width = raster.getWidth();
    byte[] pixels = new byte[3 * width * raster.getHeight()];
    int[] row = new int[bands * width];
    int target = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int i = 0; i < row.length; i += bands) {
        int alpha = bands > colours ? to8Bits(row[i + colours], excess) : 255;
        for (int band = colours == 1 ? 0 : 2, c = 0; c < 3; c++) {
          pixels[target++] = (byte) overWhite(to8Bits(row[i + band], excess), alpha);
          band = Math.max(band - 1, 0);
        }
      }
    }
    return pixels;
  }

  private static byte[] throughColorModel(BufferedImage image) {
    int width = image.getWidth();
    byte[] pixels = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int target = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        pixels[target++] = (byte) overWhite(argb & 0xff, alpha);
        pixels[target++] = (byte) overWhite((argb >> 8) & 0xff, alpha);
        pixels[target++] = (byte) overWhite((argb >> 16) & 0xff, alpha);
      }
    }
    return pixels;
  }

  private static int to8Bits(int sample, int excess) {
    return excess > 0 ? sample >> excess : sample;
  }

  private static int overWhite(int sample, int alpha) {
    return alpha == 255 ? sample : (sample * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
