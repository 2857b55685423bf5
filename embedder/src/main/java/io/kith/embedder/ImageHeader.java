package io.kith.embedder;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngChunk;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.imaging.riff.RiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.webp.WebpDirectory;
import com.drew.metadata.webp.WebpRiffHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about its image before any pixel is decoded.
 *
 * @param format ImageIO's name of the format
 * @param orientation how the stored pixels are turned
 * @param animated whether the file declares an animation; GIF does not declare it, its frames must
 *     be counted
 * @param clearGrey the 8-bit grey that stands for transparency in a PNG of fewer bits, if one does
 */
record ImageHeader(
    String format, Orientation orientation, boolean animated, @Nullable Integer clearGrey) {

  /* Where a PNG says how many bits a sample has, and whether it is of grey: its first chunk is of one form. */
  private static final int PNG_BITS = 24;
  private static final int PNG_COLOURS = 25;

  private static final String ACCEPTED = "send a JPEG, PNG, WebP or single-frame GIF image";

  /**
   * Reads the parts of a header that say how to decode; compressed metadata are left alone, so cost
   * does not depend on what they would unpack to, nor on lengths that the file states and lacks.
   *
   * @throws ImageException when the bytes are of no accepted format
   */
  static ImageHeader read(byte[] encoded) {
    FileType type = type(encoded);
    try {
      return switch (type) {
        case Jpeg -> jpeg(encoded);
        case Png -> png(encoded);
        case WebP -> webp(encoded);
        case Gif -> new ImageHeader("gif", Orientation.UPRIGHT, false, null);
        case Unknown ->
            throw new ImageException(
                ImageException.Problem.UNSUPPORTED,
                "the bytes are no image that Kith reads; " + ACCEPTED);
        default ->
            throw new ImageException(
                ImageException.Problem.UNSUPPORTED,
                "the image is of type %s, which Kith does not read; %s"
                    .formatted(type.getName(), ACCEPTED));
      };
    } catch (IOException | ImageProcessingException | MetadataException e) {
      throw new ImageException(
          ImageException.Problem.CORRUPT,
          "the %s image's header is damaged; send the original file again"
              .formatted(type.getName()),
          e);
    }
  }

  private static FileType type(byte[] encoded) {
    try {
      return FileTypeDetector.detectFileType(new ByteArrayInputStream(encoded));
    } catch (IOException e) {
      throw new ImageException(
          ImageException.Problem.UNSUPPORTED,
          "the bytes are no image that Kith reads; " + ACCEPTED,
          e);
    }
  }

  private static ImageHeader jpeg(byte[] encoded)
      throws IOException, ImageProcessingException, MetadataException {
    Metadata metadata =
        JpegMetadataReader.readMetadata(
            new ByteArrayInputStream(encoded), List.of(new ExifReader()));
    return new ImageHeader("jpeg", orientation(metadata), false, null);
  }

  private static ImageHeader png(byte[] encoded)
      throws IOException, ImageProcessingException, MetadataException {
    PngChunkType animation = new PngChunkType("acTL", false);
    Metadata metadata = new Metadata();
    boolean animated = false;
    Integer clearGrey = null;
    Iterable<PngChunk> chunks =
        new PngChunkReader()
            .extract(
                new SequentialByteArrayReader(encoded),
                Set.of(animation, PngChunkType.eXIf, PngChunkType.tRNS));
    for (PngChunk chunk : chunks) {
      if (chunk.getType().equals(animation)) {
        animated = true;
      } else if (chunk.getType().equals(PngChunkType.tRNS)) {
        clearGrey = clearGrey(encoded[PNG_BITS], encoded[PNG_COLOURS], chunk.getBytes());
      } else {
        new ExifReader().extract(new ByteArrayReader(chunk.getBytes()), metadata);
      }
    }
    return new ImageHeader("png", orientation(metadata), animated, clearGrey);
  }

  private static @Nullable Integer clearGrey(int bits, int colours, byte[] transparency) {
    boolean grey = colours == 0 && transparency.length == 2;
    return grey && bits > 0 && bits < 8 ? (transparency[1] & 0xff) * 255 / ((1 << bits) - 1) : null;
  }

  private static ImageHeader webp(byte[] encoded)
      throws IOException, ImageProcessingException, MetadataException {
    Metadata metadata = new Metadata();
    WebpRiffHandler handler =
        new WebpRiffHandler(metadata) {
          @Override
          public boolean shouldAcceptChunk(String chunk) {
            return chunk.equals("VP8X") || chunk.equals("EXIF");
          }
        };
    new RiffReader().processRiff(new SequentialByteArrayReader(encoded), handler);
    WebpDirectory webp = metadata.getFirstDirectoryOfType(WebpDirectory.class);
    boolean animated =
        webp != null && Boolean.TRUE.equals(webp.getBooleanObject(WebpDirectory.TAG_IS_ANIMATION));
    return new ImageHeader("webp", orientation(metadata), animated, null);
  }

  private static Orientation orientation(Metadata metadata) throws MetadataException {
    ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value = exif == null ? null : exif.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
    return value == null ? Orientation.UPRIGHT : Orientation.ofExif(value);
  }
}
