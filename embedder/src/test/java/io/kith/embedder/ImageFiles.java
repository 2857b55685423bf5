package io.kith.embedder;

import java.awt.Color;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Node;

/** Image files made for a test. */
final class ImageFiles {

  private ImageFiles() {}

  /** An image whose left half has one colour and whose right half another. */
  static BufferedImage halves(int type, int width, int height, Color left, Color right) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x < width / 2 ? left : right).getRGB());
      }
    }
    return image;
  }

  static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  /**
   * A JPEG of four components, each of one value all over, without any marker that says what they
   * mean.
   */
  static byte[] fourComponents(int width, int height, int... samples) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, samples);
      }
    }
    ImageWriter writer = jdkJpegWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, List.of(), null), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG in ten scans or so, whose last one is there this often. */
  static byte[] progressive(BufferedImage image, int lastScans) throws IOException {
    ImageWriter writer = jdkJpegWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam progressive = writer.getDefaultWriteParam();
      progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(image, List.of(), null), progressive);
    } finally {
      writer.dispose();
    }
    byte[] jpeg = bytes.toByteArray();
    int end = jpeg.length - 2;
    int scan = end;
    while ((jpeg[scan] & 0xff) != 0xff || (jpeg[scan + 1] & 0xff) != 0xda) {
      scan--;
    }
    bytes.reset();
    bytes.write(jpeg, 0, scan);
    for (int i = 0; i < lastScans; i++) {
      bytes.write(jpeg, scan, end - scan);
    }
    bytes.write(jpeg, end, 2);
    return bytes.toByteArray();
  }

  /** A JPEG with a restart marker after so many blocks. */
  static byte[] restarting(BufferedImage image, int blocks) throws IOException {
    ImageWriter writer = jdkJpegWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(image);
      IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
      String format = metadata.getNativeMetadataFormatName();
      Node root = metadata.getAsTree(format);
      IIOMetadataNode interval = new IIOMetadataNode("dri");
      interval.setAttribute("interval", String.valueOf(blocks));
      Node segments = root.getLastChild();
      segments.insertBefore(interval, segments.getFirstChild());
      metadata.setFromTree(format, root);
      writer.write(metadata, new IIOImage(image, List.of(), metadata), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A lossless WebP of one colour that has the transform "subtract green" this often. */
  static byte[] webp(int width, int height, int transforms) {
    StringBuilder bits = new StringBuilder();
    append(bits, 0x2f, 8);
    append(bits, width - 1, 14);
    append(bits, height - 1, 14);
    append(bits, 0, 4);
    for (int i = 0; i < transforms; i++) {
      append(bits, 0b101, 3);
    }
    append(bits, 0, 3);
    for (int code = 0; code < 5; code++) {
      append(bits, 0b1001, 4); // of one symbol, 0, which takes no bits
      append(bits, 0, 7);
    }
    byte[] content = new byte[bits.length() / 8 / 2 * 2 + 8];
    for (int i = 0; i < bits.length(); i++) {
      content[i / 8] |= (byte) ((bits.charAt(i) - '0') << i % 8);
    }
    return riff("VP8L", content);
  }

  private static void append(StringBuilder bits, int value, int count) {
    for (int i = 0; i < count; i++) {
      bits.append(value >> i & 1);
    }
  }

  /** A WebP file of one part. */
  private static byte[] riff(String part, byte[] content) {
    return ByteBuffer.allocate(20 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(12 + content.length)
        .put(("WEBP" + part).getBytes(StandardCharsets.US_ASCII))
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** The WebP file of one part as one of several: a header with a size, and the part so often. */
  static byte[] extendedWebp(byte[] webp, int width, int height, int times) {
    byte[] header =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0)
            .putShort((short) (width - 1))
            .put((byte) 0)
            .putShort((short) (height - 1))
            .put((byte) 0)
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(riff("VP8X", header));
    for (int i = 0; i < times; i++) {
      out.write(webp, 12, webp.length - 12);
    }
    byte[] file = out.toByteArray();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    return file;
  }

  private static ImageWriter jdkJpegWriter() {
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalStateException("the JDK has a JPEG writer");
  }

  /** A JPEG with a segment put in directly after its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    return ByteBuffer.allocate(jpeg.length + content.length + 4)
        .put(jpeg, 0, 2)
        .put((byte) 0xff)
        .put((byte) marker)
        .putShort((short) (content.length + 2))
        .put(content)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** The file with bytes put in at a place. */
  static byte[] withBytes(byte[] file, int at, byte[] bytes) {
    return ByteBuffer.allocate(file.length + bytes.length)
        .put(file, 0, at)
        .put(bytes)
        .put(file, at, file.length - at)
        .array();
  }

  /** The JPEG with an EXIF orientation. */
  static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif =
        ByteBuffer.allocate(32)
            .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(8)
            .putShort((short) 1)
            .putShort((short) 0x112)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) orientation)
            .putShort((short) 0)
            .putInt(0)
            .array();
    return withSegment(jpeg, 0xe1, exif);
  }

  /** The JPEG with one of Java's own colour profiles. */
  static byte[] withProfile(byte[] jpeg, int colourSpace) {
    byte[] profile = ICC_Profile.getInstance(colourSpace).getData();
    byte[] content =
        ByteBuffer.allocate(14 + profile.length)
            .put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1))
            .put(profile)
            .array();
    return withSegment(jpeg, 0xe2, content);
  }

  /** The JPEG with the marker by which Adobe's software says what its components are. */
  static byte[] withAdobeTransform(byte[] jpeg, int transform) {
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    return withSegment(jpeg, 0xee, adobe);
  }

  /** A PNG of 8-bit colour that declares a size and has next to no pixels. */
  static byte[] pngHeader(int width, int height) {
    return png(width, height, 8, 2, new byte[1]);
  }

  /**
   * A PNG of raw rows.
   *
   * @param rows each row after a byte for its filter
   */
  static byte[] png(int width, int height, int bits, int colourType, byte[] rows) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bits)
            .put((byte) colourType)
            .put(new byte[3])
            .array();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(pngChunk("IHDR", header));
    out.writeBytes(pngChunk("IDAT", packed.toByteArray()));
    out.writeBytes(pngChunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  /** The PNG with a chunk put in after its header. */
  static byte[] withPngChunk(byte[] png, String type, byte[] content) {
    return withBytes(png, 8 + 25, pngChunk(type, content));
  }

  private static byte[] pngChunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, content.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /** A GIF of several frames. */
  static byte[] gif(BufferedImage... frames) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        writer.writeToSequence(new IIOImage(frame, List.of(), null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
