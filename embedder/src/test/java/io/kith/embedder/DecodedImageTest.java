package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.kith.config.LimitSettings;
import io.kith.embedder.ImageException.Problem;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedImageTest {

  /** GIF's palette and JPEG's chroma keep colours only roughly. */
  private static final int TOLERANCE = 30;

  // Markers in a JPEG, which its coded data cannot hold.
  private static final String RESTART_3 = "\u00ff\u00d3";
  private static final String END = "\u00ff\u00d9";

  /** Bytes that a part of a file says it has. */
  private static final int STATED = 500_000_000;

  private static final Color RED = new Color(200, 30, 10);
  private static final Color BLUE = new Color(10, 30, 200);

  // 16 x 12, left half RED, right half BLUE, made with cwebp, img2webp and webpmux.
  private static final String WEBP_LOSSLESS =
      "UklGRigAAABXRUJQVlA4TBwAAAAvD8ACAA8wHlfwvRDy/EcLxILJ/KV7Q4jof+QC";
  private static final String WEBP_LOSSY =
      "UklGRkIAAABXRUJQVlA4IDYAAADQAQCdASoQAAwAAMASJaACdLoB+AADsAD+/IZ//6s5v/t2f7wF+uz/"
          + "94C//uwu/v3YX7kgAAA=";
  private static final String WEBP_TURNED =
      "UklGRlwAAABXRUJQVlA4WAoAAAAIAAAADwAACwAAVlA4TBwAAAAvD8ACAA8wHlfwvRDy/EcLxILJ/KV7"
          + "Q4jof+QCRVhJRhoAAABJSSoACAAAAAEAEgEDAAEAAAAGAAAAAAAAAA==";
  // Smooth colours with three transforms; four colours with the fourth; noise with transparency.
  private static final String WEBP_TRANSFORMS =
      "UklGRlYAAABXRUJQVlA4TEoAAAAvIAAQAE0ARNL+5hNE9D/dBUAQ/tMVxID3PwR4BsWNpDak/uuGn7MXIUEKaSog"
          + "SfD/5iIUpG3AVEF3VCCR0UADSQV3ndBQc2OdBA==";
  private static final String WEBP_PALETTE =
      "UklGRnYAAABXRUJQVlA4TGoAAAAvD8ACAB8gJCCm+B8NYKeQgNjiviGqSwIBYocU/xcq5j+GHFsKbqptW7IZtwaw"
          + "OcwagATMzETgEIGJPGzu/CXcXd8aEf0PyNAdxC8O3IUIsWZCFhjkKPw9fn+NQuRE59uLnwqP5whJvYQB";
  private static final String WEBP_TRANSPARENT =
      "UklGRrQAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSCQAAAABfyAQIBzwP2whIhIbGASARCGWWGKJJZZYYplg"
          + "gIj+Byinu79WUDggagAAADACAJ0BKhAADAACQDglpAAPhhBuOKH9qigAAP715lFVmn8n58HEfPsEhUMROid2fNqM"
          + "Hg98Ubvkqb0i0EPWG78zPeLqS8C/mcAAPvHPz23FlRy2nZkv5Tvp4wJFNgwhuRZfo82/XzMAAAA=";
  private static final String WEBP_ANIMATED =
      "UklGRpwAAABXRUJQVlA4WAoAAAACAAAADwAACwAAQU5JTQYAAAD/////AABBTk1GNAAAAAAAAAAAAA8A"
          + "AAsAAGQAAAJWUDhMHAAAAC8PwAIADzAeV/C9EPL8RwvEgsn8pXtDiOh/5AJBTk1GNAAAAAAAAAAAAA8A"
          + "AAsAAGQAAABWUDhMHAAAAC8PwAIADzAeV/C9EPL8RwvEgsn8pXtDiOh/6AI=";

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif"})
  void readsColours(String format) throws IOException {
    BufferedImage image = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 40, 24, RED, BLUE);

    assertHalves(decode(ImageFiles.write(image, format)), 40, 24);
  }

  @ParameterizedTest
  @ValueSource(strings = {WEBP_LOSSLESS, WEBP_LOSSY})
  void readsWebP(String base64) {
    assertHalves(decode(Base64.getDecoder().decode(base64)), 16, 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {WEBP_TRANSFORMS, WEBP_PALETTE, WEBP_TRANSPARENT})
  void readsWebPHoweverItIsPacked(String base64) {
    assertThat(decode(Base64.getDecoder().decode(base64)).width()).isBetween(16, 33);
  }

  @Test
  void readsAProgressiveJpeg() throws IOException {
    BufferedImage image = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 40, 24, RED, BLUE);

    assertHalves(decode(ImageFiles.progressive(image, 1)), 40, 24);
  }

  @Test
  void turnsWebPUpright() {
    DecodedImage image = decode(Base64.getDecoder().decode(WEBP_TURNED));

    assertThat(image.width()).isEqualTo(12);
    assertThat(image.height()).isEqualTo(16);
    assertColour(image, 6, 2, RED);
    assertColour(image, 6, 13, BLUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void readsGreyAsItIsStored(String format) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, 100);
    }

    assertColour(decode(ImageFiles.write(image, format)), 8, 8, new Color(100, 100, 100));
  }

  @Test
  void appliesTheProfileOfAColourJpegAlone() throws IOException {
    Color stored = new Color(100, 100, 100);
    BufferedImage colour = ImageFiles.halves(BufferedImage.TYPE_3BYTE_BGR, 16, 16, stored, stored);
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 100);
    }

    byte[] jpeg = ImageFiles.withProfile(ImageFiles.write(colour, "jpg"), ColorSpace.CS_LINEAR_RGB);
    byte[] greyJpeg = ImageFiles.withProfile(ImageFiles.write(grey, "jpg"), ColorSpace.CS_GRAY);

    assertThat(channel(decode(jpeg), 8, 8, 1)).isGreaterThan(150);
    assertThat(channel(decode(greyJpeg), 8, 8, 1)).isCloseTo(100, within(4));
  }

  @Test
  void readsSixteenBits() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, 100 << 8 | 17);
    }

    assertColour(decode(ImageFiles.write(image, "png")), 8, 8, new Color(100, 100, 100));
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 255", "1, 5, 0", "2, 4, 170", "4, 4, 170", "8, 4, 170", "16, 4, 170"})
  void readsGreyPngOfAnyDepth(int bits, int x, int grey) {
    // Binary 10 over and over is two thirds of white at each even depth.
    byte[] rows = new byte[8 * (1 + bits)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) (i % (1 + bits) == 0 ? 0 : 0xaa);
    }

    assertColour(decode(ImageFiles.png(8, 8, bits, 0, rows)), x, 4, new Color(grey, grey, grey));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 10", "8, 170", "16, 43690"})
  void laysTheTransparentGreyOfAPngOverWhite(int bits, int grey) {
    byte[] rows = new byte[8 * (1 + bits)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) (i % (1 + bits) == 0 ? 0 : i / (1 + bits) < 4 ? 0xaa : 0x55);
    }
    byte[] clear = {(byte) (grey >> 8), (byte) grey};
    byte[] png = ImageFiles.withPngChunk(ImageFiles.png(8, 8, bits, 0, rows), "tRNS", clear);

    assertColour(decode(png), 4, 2, Color.WHITE);
    int other = bits == 1 ? 0 : 85;
    assertColour(decode(png), 4, 6, new Color(other, other, other));
  }

  @Test
  void readsSixteenBitColourWithTransparency() {
    byte[] rows = new byte[8 * (1 + 8 * 8)];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        int pixel = y * 65 + 1 + 8 * x;
        rows[pixel] = (byte) 200;
        rows[pixel + 2] = 100;
        rows[pixel + 6] = (byte) 128;
      }
    }

    assertColour(decode(ImageFiles.png(8, 8, 16, 6, rows)), 4, 4, new Color(227, 177, 127));
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR})
  void laysTransparencyOverWhite(int type) throws IOException {
    Color half = new Color(200, 100, 0, 128);
    Color none = new Color(0, 0, 0, 0);
    DecodedImage image =
        decode(ImageFiles.write(ImageFiles.halves(type, 20, 10, half, none), "png"));

    assertColour(image, 2, 5, new Color(227, 177, 127));
    assertColour(image, 15, 5, Color.WHITE);
  }

  @Test
  void readsPalettesAndSingleBits() throws IOException {
    BufferedImage palette =
        ImageFiles.halves(BufferedImage.TYPE_BYTE_INDEXED, 40, 24, Color.RED, Color.BLUE);
    BufferedImage bits =
        ImageFiles.halves(BufferedImage.TYPE_BYTE_BINARY, 40, 24, Color.BLACK, Color.WHITE);

    assertColour(decode(ImageFiles.write(palette, "png")), 3, 3, Color.RED);
    assertColour(decode(ImageFiles.write(bits, "png")), 3, 3, Color.BLACK);
    assertColour(decode(ImageFiles.write(bits, "png")), 33, 3, Color.WHITE);
  }

  @Test
  void readsCmykJpeg() throws IOException {
    // Adobe stores ink inverted: 255 is none.
    byte[] white =
        ImageFiles.withAdobeTransform(ImageFiles.fourComponents(32, 32, 255, 255, 255, 255), 0);
    byte[] black =
        ImageFiles.withAdobeTransform(ImageFiles.fourComponents(32, 32, 255, 255, 255, 0), 0);
    byte[] cyan =
        ImageFiles.withAdobeTransform(ImageFiles.fourComponents(32, 32, 0, 255, 255, 255), 0);

    assertThat(channel(decode(white), 16, 16, 1)).isGreaterThan(245);
    assertThat(channel(decode(black), 16, 16, 1)).isLessThan(60);
    assertThat(channel(decode(cyan), 16, 16, 2)).isLessThan(60);
    assertThat(channel(decode(cyan), 16, 16, 0)).isGreaterThan(150);
  }

  @Test
  void readsYcckJpeg() throws IOException {
    // Luma is of the inverted ink too: 0 with neutral chroma is none.
    byte[] light =
        ImageFiles.withAdobeTransform(ImageFiles.fourComponents(32, 32, 0, 128, 128, 255), 2);
    byte[] dark =
        ImageFiles.withAdobeTransform(ImageFiles.fourComponents(32, 32, 255, 128, 128, 255), 2);

    assertThat(channel(decode(light), 16, 16, 0)).isGreaterThan(245);
    assertThat(channel(decode(light), 16, 16, 2)).isGreaterThan(245);
    assertThat(channel(decode(dark), 16, 16, 1)).isLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 32, 16,  4,  4", "2, 32, 16, 27,  4", "3, 32, 16, 27, 11", "4, 32, 16,  4, 11",
    "5, 16, 32,  4,  4", "6, 16, 32, 11,  4", "7, 16, 32, 11, 27", "8, 16, 32,  4, 27",
    "0, 32, 16,  4,  4", "9, 32, 16,  4,  4"
  })
  void standsUprightWhateverItsExifOrientation(
      int orientation, int width, int height, int markedX, int markedY) throws IOException {
    BufferedImage stored = new BufferedImage(32, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 64; i++) {
      stored.setRGB(i % 8, i / 8, Color.WHITE.getRGB());
    }
    byte[] jpeg = ImageFiles.withOrientation(ImageFiles.write(stored, "jpg"), orientation);

    DecodedImage image = decode(jpeg);

    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    for (int x : new int[] {4, width - 5}) {
      for (int y : new int[] {4, height - 5}) {
        boolean marked = x == markedX && y == markedY;
        assertThat(channel(image, x, y, 1) > 128).as("(%d, %d)", x, y).isEqualTo(marked);
      }
    }
  }

  @Test
  void refusesNothing() {
    assertRefused(new byte[0], Problem.EMPTY, "empty", "send");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "hello, I am no JPEG",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "%PDF-1.7",
        "BM"
      })
  void refusesWhatIsNoImageItReads(String text) {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), Problem.UNSUPPORTED, "JPEG, PNG, WebP");
  }

  @Test
  void namesAnImageTypeItDoesNotRead() throws IOException {
    BufferedImage image = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 40, 24, RED, BLUE);

    assertRefused(ImageFiles.write(image, "bmp"), Problem.UNSUPPORTED, "BMP");
  }

  @Test
  void refusesAHugePngBeforeItIsDecoded() {
    assertRefused(
        ImageFiles.pngHeader(20_000, 20_000),
        Problem.TOO_LARGE,
        "20000 x 20000",
        "64000000",
        "scale");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acTL", "eXIf", "tRNS"})
  void takesNoMemoryForWhatAPngStatesAndLacks(String chunk) {
    byte[] png = ImageFiles.withPngChunk(ImageFiles.pngHeader(40, 24), chunk, new byte[0]);
    ByteBuffer.wrap(png).putInt(indexOf(png, chunk) - 4, STATED);

    assertThat(allocatedBy(() -> assertRefused(png, Problem.CORRUPT, "header")))
        .isLessThan(STATED / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXIF", "VP8X"})
  void takesNoMemoryForWhatAWebPStatesAndLacks(String chunk) {
    byte[] webp = Base64.getDecoder().decode(WEBP_TURNED);
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(indexOf(webp, chunk) + 4, STATED);

    assertThat(allocatedBy(() -> assertThat(ImageHeader.read(webp).animated()).isFalse()))
        .isLessThan(STATED / 10);
  }

  @Test
  void refusesAJpegThatRepeatsItsScans() throws IOException {
    BufferedImage image = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 100, 100, RED, BLUE);
    LimitSettings exact = new LimitSettings(10_000, 8, 32, 100, 16_384);
    byte[] some = ImageFiles.progressive(image, 20);

    assertRefused(ImageFiles.progressive(image, 200), Problem.TOO_LARGE, "scans", "100", "anew");
    assertThat(decode(some).width()).isEqualTo(100);
    assertThatThrownBy(() -> DecodedImage.decode(some, exact)).hasMessageContaining("16 allowed");
  }

  @Test
  void refusesAWebPThatRepeatsATransform() {
    assertThat(decode(ImageFiles.webp(1000, 1000, 1)).width()).isEqualTo(1000);

    assertRefused(ImageFiles.webp(1000, 1000, 400), Problem.CORRUPT, "transform 2 twice");
    byte[] extended = ImageFiles.extendedWebp(ImageFiles.webp(100, 100, 2), 100, 100, 1);
    assertRefused(extended, Problem.CORRUPT, "transform 2 twice");
  }

  @Test
  void refusesAWebPThatRepeatsItsPixels() {
    byte[] lossless = Base64.getDecoder().decode(WEBP_LOSSLESS);
    byte[] lossy = Base64.getDecoder().decode(WEBP_LOSSY);

    assertHalves(decode(ImageFiles.extendedWebp(lossless, 16, 12, 1)), 16, 12);
    assertRefused(ImageFiles.extendedWebp(lossless, 16, 12, 2), Problem.CORRUPT, "parts VP8L");
    assertRefused(ImageFiles.extendedWebp(lossy, 16, 12, 2), Problem.CORRUPT, "parts VP8");
    assertRefused(ImageFiles.extendedWebp(lossy, 8, 8, 1), Problem.CORRUPT, "8 x 8", "16 x 12");
  }

  @Test
  void refusesAWebPThatTakesLongToDecode() {
    assertRefused(ImageFiles.webp(8000, 8000, 0), Problem.TOO_LARGE, "WebP", "16000000", "scale");
  }

  @Test
  void decodingEndsWhenItTakesTooLong() throws IOException {
    byte[] jpeg = noise("jpg");

    ImageDecoder impatient = new ImageDecoder(jpeg, LimitSettings.DEFAULT, Duration.ofNanos(-1));

    assertThatThrownBy(impatient::decode)
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE))
        .hasMessageContaining("takes longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif"})
  void refusesAnImageOfOnePixel(String format) throws IOException {
    BufferedImage image = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 1, 1, RED, BLUE);

    assertRefused(ImageFiles.write(image, format), Problem.TOO_SMALL, "1 x 1", "at least 8");
  }

  @Test
  void refusesAnimations() throws IOException {
    BufferedImage frame = ImageFiles.halves(BufferedImage.TYPE_INT_RGB, 40, 24, RED, BLUE);
    byte[] png =
        ImageFiles.withPngChunk(
            ImageFiles.write(frame, "png"), "acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0});

    assertRefused(ImageFiles.gif(frame, frame), Problem.ANIMATED, "GIF", "one frame");
    assertRefused(png, Problem.ANIMATED, "PNG", "one frame");
    assertRefused(Base64.getDecoder().decode(WEBP_ANIMATED), Problem.ANIMATED, "WebP", "one frame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "webp"})
  void refusesAFileThatEndsEarly(String format) throws IOException {
    byte[] whole = noise(format);
    assertThat(decode(whole).width()).isGreaterThan(8);
    for (double share : new double[] {.02, .1, .3, .5, .7, .9, .97}) {
      byte[] cut = Arrays.copyOf(whole, (int) (share * whole.length));
      ImageException refusal = catchThrowableOfType(ImageException.class, () -> decode(cut));
      assertThat(refusal).as("%s cut to %s", format, share).isNotNull();
      assertThat(refusal.problem()).isIn(Problem.CORRUPT, Problem.UNSUPPORTED);
      assertThat(refusal.getMessage()).doesNotContain("null");
    }
  }

  @Test
  void refusesAJpegWithARestartMarkerOutOfOrder() throws IOException {
    byte[] jpeg = restarting();
    assertThat(decode(jpeg).width()).isEqualTo(120);

    jpeg[indexOf(jpeg, RESTART_3) + 1] = (byte) 0xd5;

    assertRefused(jpeg, Problem.CORRUPT, "instead of RST3", "send the whole original file");
  }

  @ParameterizedTest
  @ValueSource(strings = {RESTART_3, END})
  void refusesAJpegWithCodedDataLeftOver(String marker) throws IOException {
    byte[] jpeg = restarting();
    byte[] leftOver = new byte[40];
    Arrays.fill(leftOver, (byte) 0x55);

    byte[] damaged = ImageFiles.withBytes(jpeg, indexOf(jpeg, marker), leftOver);

    assertRefused(damaged, Problem.CORRUPT, "extraneous bytes");
  }

  @Test
  void readsAJpegWithStrayBytesAsCamerasWriteThem() throws IOException {
    byte[] jpeg = restarting();
    byte[] stray = new byte[8];

    byte[] padded = ImageFiles.withBytes(jpeg, indexOf(jpeg, END), stray);
    byte[] between = ImageFiles.withBytes(jpeg, indexOf(jpeg, RESTART_3), stray);
    byte[] trailing = ImageFiles.withBytes(jpeg, jpeg.length, restarting());

    for (byte[] odd : List.of(padded, between, trailing)) {
      assertThat(decode(odd).bgr()).isEqualTo(decode(jpeg).bgr());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "webp"})
  void damageIsRefusedOrReadAndNeverFailsOtherwise(String format) throws IOException {
    byte[] whole = noise(format);
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 1 + random.nextInt(8); j++) {
        int range = random.nextBoolean() ? Math.min(200, damaged.length) : damaged.length;
        damaged[random.nextInt(range)] = (byte) random.nextInt();
      }
      try {
        assertThat(decode(damaged).width()).as("seed %d", seed).isPositive();
      } catch (ImageException e) {
        assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).*(send|scale).*");
      }
    }
  }

  private static byte[] restarting() throws IOException {
    return ImageFiles.restarting(noise(), 4);
  }

  private static int indexOf(byte[] file, String latin) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(latin);
  }

  /** Bytes that this thread took from the heap. */
  private static long allocatedBy(Runnable work) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    work.run();
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] noise(String format) throws IOException {
    if (format.equals("webp")) {
      return Base64.getDecoder().decode(WEBP_LOSSY);
    }
    return ImageFiles.write(noise(), format);
  }

  private static BufferedImage noise() {
    Random random = new Random(7);
    BufferedImage image = new BufferedImage(120, 90, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 120 * 90; i++) {
      image.setRGB(i % 120, i / 120, random.nextInt());
    }
    return image;
  }

  private static DecodedImage decode(byte[] encoded) {
    return DecodedImage.decode(encoded, LimitSettings.DEFAULT);
  }

  private static void assertRefused(byte[] encoded, Problem problem, String... parts) {
    ImageException refusal = catchThrowableOfType(ImageException.class, () -> decode(encoded));
    assertThat(refusal).isNotNull();
    assertThat(refusal.problem()).isEqualTo(problem);
    assertThat(refusal).hasMessageContainingAll(parts);
  }

  private static void assertHalves(DecodedImage image, int width, int height) {
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    assertColour(image, 2, height / 2, RED);
    assertColour(image, width - 3, height / 2, BLUE);
  }

  private static void assertColour(DecodedImage image, int x, int y, Color colour) {
    assertThat(channel(image, x, y, 2)).as("red").isCloseTo(colour.getRed(), within(TOLERANCE));
    assertThat(channel(image, x, y, 1)).as("green").isCloseTo(colour.getGreen(), within(TOLERANCE));
    assertThat(channel(image, x, y, 0)).as("blue").isCloseTo(colour.getBlue(), within(TOLERANCE));
  }

  private static int channel(DecodedImage image, int x, int y, int channel) {
    return image.bgr()[3 * (y * image.width() + x) + channel] & 0xff;
  }
}
