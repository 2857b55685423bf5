package io.kith.embedder;

import io.kith.config.LimitSettings;
import io.kith.embedder.ImageException.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one image file with ImageIO, in memory, after its header has been found acceptable: small
 * files can be made to cost hours.
 */
final class ImageDecoder {

  /** Ordinary progressive JPEG files have about ten scans. */
  private static final int MAX_SCANS = 100;

  private static final int SCANS_OF_THE_LARGEST = 16;

  /**
   * The share of the pixels allowed that a WebP image may have: its decoder is that much slower.
   */
  private static final int WEBP_SHARE = 4;

  /** What libjpeg says of coded data that are more than a piece of the image took. */
  private static final Pattern UNREAD =
      Pattern.compile("(\\d+) extraneous bytes before marker 0xd[0-79]");

  private static final int MAX_STRAY_BYTES = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final byte[] encoded;
  private final LimitSettings limits;
  private final Duration patience;

  /** What the reader complained of although it gave an image, such as a file that ends early. */
  private @Nullable String damage;

  ImageDecoder(byte[] encoded, LimitSettings limits) {
    this(encoded, limits, PATIENCE);
  }

  /**
   * @param patience how long decoding may take, as far as the decoder still reads
   */
  ImageDecoder(byte[] encoded, LimitSettings limits, Duration patience) {
    this.encoded = encoded;
    this.limits = limits;
    this.patience = patience;
  }

  /**
   * Pixels that the image has, as its header says.
   *
   * @throws ImageException when it is of no accepted format and size
   */
  long pixels() {
    return open(
        (reader, header) -> {
          checkSize(header.format(), reader.getWidth(0), reader.getHeight(0));
          return (long) reader.getWidth(0) * reader.getHeight(0);
        });
  }

  /**
   * @throws ImageException when there is no whole image of an accepted format and size
   */
  DecodedImage decode() {
    return open(this::read);
  }

  private <T> T open(Reading<T> reading) {
    if (encoded.length == 0) {
      throw new ImageException(
          Problem.EMPTY, "the image is empty; send the bytes of an image file");
    }
    ImageHeader header = ImageHeader.read(encoded);
    if (header.animated()) {
      throw animated(header.format());
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(header.format()).next();
    try (ImageInputStream in = new TimedInput(encoded, patience)) {
      reader.setInput(in, false, true);
      return reading.by(reader, header);
    } catch (ImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (e.getCause() instanceof OutOfMemoryError error) {
        throw error; // The JDK's PNG reader wraps it.
      }
      // Readers meet damage with whatever their arithmetic throws, not only with IOException.
      throw corrupt(header.format(), detail(e), e);
    } finally {
      reader.dispose();
    }
  }

  private interface Reading<T> {
    T by(ImageReader reader, ImageHeader header) throws IOException;
  }

  private DecodedImage read(ImageReader reader, ImageHeader header) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    checkSize(header.format(), width, height);
    checkWork(header.format(), width, height);
    if (header.format().equals("gif") && reader.getNumImages(true) > 1) {
      throw animated(header.format());
    }
    reader.addIIOReadWarningListener((source, warning) -> note(warning));
    byte[] pixels = BgrPixels.of(reader.read(0));
    if (damage != null) {
      throw corrupt(header.format(), damage, null);
    }
    if (header.clearGrey() != null) {
      whiten(pixels, header.clearGrey().byteValue());
    }
    return header.orientation().upright(pixels, width, height);
  }

  /* The JDK's reader compares the PNG's transparent grey with samples that it has widened to 8 bits before. */
  private static void whiten(byte[] pixels, byte grey) {
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] == grey) {
        pixels[i] = (byte) 255;
      }
    }
  }

  /* Cameras write stray bytes between segments, a few before markers in coded data too, and odd profiles: none touches the picture. */
  private void note(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    Matcher unread = UNREAD.matcher(lower);
    if (lower.contains("premature end")
        || lower.contains("huffman")
        || lower.contains("instead of rst")
        || (unread.find() && Long.parseLong(unread.group(1)) > MAX_STRAY_BYTES)) {
      damage = warning;
    }
  }

  private void checkSize(String format, int width, int height) {
    long allowed = limits.maxImagePixels() / (format.equals("webp") ? WEBP_SHARE : 1);
    if ((long) width * height > allowed) {
      throw new ImageException(
          Problem.TOO_LARGE,
          "the %s image has %d x %d pixels, more than the %d allowed; scale it down"
              .formatted(name(format), width, height, allowed));
    }
    if (Math.min(width, height) < limits.minImageSide()) {
      throw new ImageException(
          Problem.TOO_SMALL,
          "the image has %d x %d pixels; its shorter side needs at least %d, so send a larger one"
              .formatted(width, height, limits.minImageSide()));
    }
  }

  /** Refuses a file that has its pixels decoded over and over. */
  private void checkWork(String format, int width, int height) throws IOException {
    if (format.equals("webp")) {
      LosslessWebp.check(encoded, width, height);
    }
    if (!format.equals("jpeg")) {
      return;
    }
    int scans = JpegScans.count(encoded);
    long ofItsSize = SCANS_OF_THE_LARGEST * limits.maxImagePixels() / ((long) width * height);
    long allowed = Math.min(MAX_SCANS, ofItsSize);
    if (scans > allowed) {
      throw new ImageException(
          Problem.TOO_LARGE,
          "the JPEG image is stored in %d scans, more than the %d allowed at its size; save it anew"
              .formatted(scans, allowed));
    }
  }

  private static ImageException animated(String format) {
    return new ImageException(
        Problem.ANIMATED, "the %s image is animated; send one frame of it".formatted(name(format)));
  }

  private static ImageException corrupt(String format, String detail, @Nullable Exception cause) {
    return new ImageException(
        Problem.CORRUPT,
        "the %s image is cut off or damaged (%s); send the whole original file"
            .formatted(name(format), detail),
        cause);
  }

  private static String detail(Exception e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof EOFException ? "it ends early" : "what is in it makes no sense";
  }

  private static String name(String format) {
    return format.equals("webp") ? "WebP" : format.toUpperCase(Locale.ROOT);
  }
}
