package io.kith.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SHA-256 of what was enrolled, by which a repeated enrolment is recognised. */
public final class ContentHash {

  /** Hexadecimal digits of the hash of an image. */
  static final int LENGTH = 64;

  private static final Pattern OF_IMAGE = Pattern.compile("([0-9a-f]{64})(/\\d{1,9})?");

  private ContentHash() {}

  /**
   * Hash of a subject in an image.
   *
   * @param image the encoded image
   * @param subject its position among the image's subjects, 0 for the most prominent
   */
  public static String of(byte[] image, int subject) {
    String hash = sha256(image);
    return subject == 0 ? hash : hash + "/" + subject;
  }

  /** The hash of the image that a subject is in; empty for what is no hash of a subject. */
  public static Optional<String> image(String contentHash) {
    Matcher matcher = OF_IMAGE.matcher(contentHash);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Hash of a vector, as its little-endian float32 bytes. */
  public static String of(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return sha256(bytes.array());
  }

  /** SHA-256 in hexadecimal. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
