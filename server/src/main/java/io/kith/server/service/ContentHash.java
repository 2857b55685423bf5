package io.kith.server.service;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what was enrolled, by which a repeated enrolment is recognised. */
final class ContentHash {

  private ContentHash() {}

  /**
   * Hash of a subject in an image.
   *
   * @param image the encoded image
   * @param subject its position among the image's subjects, 0 for the most prominent
   */
  static String of(byte[] image, int subject) {
    String hash = sha256(image);
    return subject == 0 ? hash : hash + "/" + subject;
  }

  /** Hash of a vector, as its little-endian float32 bytes. */
  static String of(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return sha256(bytes.array());
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
