package io.kith.embedder;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.kith.config.LimitSettings;
import io.kith.embedder.ImageException.Problem;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes one image file with ImageIO, in memory, after its header has been found acceptable. */
final class ImageDecoder {

  private final byte[] encoded;
  private final LimitSettings limits;

  /** What the reader complained of although it gave an image, such as a file that ends early. */
  private @Nullable String damage;

  ImageDecoder(byte[] encoded, LimitSettings limits) {
    this.encoded = encoded;
    this.limits = limits;
  }

  /**
   * @throws ImageException when there is no whole image of an accepted format and size
   */
  DecodedImage decode() {
    if (encoded.length == 0) {
      throw new ImageException(
          Problem.EMPTY, "the image is empty; send the bytes of an image file");
    }
    ImageHeader header = ImageHeader.read(encoded);
    if (header.animated()) {
      throw animated(header.format());
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(header.format()).next();
    try (ImageInputStream in = new ByteArrayImageInputStream(encoded)) {
      reader.setInput(in, false, true);
      return read(reader, header);
    } catch (ImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Readers meet damage with whatever their arithmetic throws, not only with IOException.
      throw corrupt(header.format(), e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private DecodedImage read(ImageReader reader, ImageHeader header) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    checkSize(width, height);
    if (header.format().equals("gif") && reader.getNumImages(true) > 1) {
      throw animated(header.format());
    }
    reader.addIIOReadWarningListener((source, warning) -> note(warning));
    byte[] pixels = BgrPixels.of(reader.read(0));
    if (damage != null) {
      throw corrupt(header.format(), damage, null);
    }
    return header.orientation().upright(pixels, width, height);
  }

  private void note(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    // Cameras write stray bytes between segments and odd profiles; neither touches the picture.
    if (lower.contains("premature end") || lower.contains("huffman") || lower.contains("restart")) {
      damage = warning;
    }
  }

  private void checkSize(int width, int height) {
    if ((long) width * height > limits.maxImagePixels()) {
      throw new ImageException(
          Problem.TOO_LARGE,
          "the image has %d x %d pixels, more than the %d allowed; scale it down"
              .formatted(width, height, limits.maxImagePixels()));
    }
    if (Math.min(width, height) < limits.minImageSide()) {
      throw new ImageException(
          Problem.TOO_SMALL,
          "the image has %d x %d pixels; its shorter side needs at least %d, so send a larger one"
              .formatted(width, height, limits.minImageSide()));
    }
  }

  private static ImageException animated(String format) {
    return new ImageException(
        Problem.ANIMATED, "the %s image is animated; send one frame of it".formatted(name(format)));
  }

  private static ImageException corrupt(
      String format, @Nullable String detail, @Nullable Exception cause) {
    return new ImageException(
        Problem.CORRUPT,
        "the %s image is cut off or damaged (%s); send the whole original file"
            .formatted(name(format), detail),
        cause);
  }

  private static String name(String format) {
    return format.equals("webp") ? "WebP" : format.toUpperCase(Locale.ROOT);
  }
}
