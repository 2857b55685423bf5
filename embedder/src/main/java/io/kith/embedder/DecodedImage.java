package io.kith.embedder;

import io.kith.config.LimitSettings;

/**
 * An upright colour image in memory, three bytes a pixel. Immutable.
 *
 * <p>JPEG (also grey, CMYK and YCCK), PNG (also with palette, transparency or 16 bits), WebP and
 * single-frame GIF are read. The EXIF orientation is applied and transparent pixels are laid over
 * white. What is animated, cut off, too large or too small is refused.
 */
public final class DecodedImage {

  private final byte[] bgr;
  private final int width;
  private final int height;

  /**
   * Wraps pixels {@code [height, width, 3]} in blue, green, red order; the array is not copied.
   *
   * @throws IllegalArgumentException when the array's length does not fit
   */
  DecodedImage(byte[] bgr, int width, int height) {
    if (bgr.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "pixels: %d bytes differ from 3 x %d x %d".formatted(bgr.length, width, height));
    }
    this.bgr = bgr;
    this.width = width;
    this.height = height;
  }

  /**
   * Decodes an image file. Its size is read from the header and checked before any memory is taken
   * for pixels.
   *
   * @param encoded the file's bytes
   * @param limits bounds on the image's size
   * @throws ImageException when the bytes are no whole image of an accepted format and size; the
   *     message says what to change
   */
  public static DecodedImage decode(byte[] encoded, LimitSettings limits) {
    return new ImageDecoder(encoded, limits).decode();
  }

  /**
   * The media type of an image file, such as {@code image/jpeg}.
   *
   * @throws ImageException when the bytes are of no accepted format
   */
  public static String mediaType(byte[] encoded) {
    return "image/" + ImageHeader.read(encoded).format();
  }

  /**
   * A small copy to look at, as a JPEG file without the metadata of the original.
   *
   * @param side pixels of its longer side, at most; an image is not scaled up
   */
  public byte[] thumbnail(int side) {
    return Thumbnail.jpeg(this, side);
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /**
   * The pixels themselves, {@code [height, width, 3]} in blue, green, red order; not to be changed.
   */
  byte[] bgr() {
    return bgr;
  }
}
