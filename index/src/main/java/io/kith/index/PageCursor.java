package io.kith.index;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of identities ends, as opaque text: the last id behind a version byte, in URL-safe
 * Base64.
 */
final class PageCursor {

  private static final byte VERSION = 1;

  private PageCursor() {}

  static String after(String id) {
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    byte[] cursor = ByteBuffer.allocate(text.length + 1).put(VERSION).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  static String id(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() > 1 && bytes.get() == VERSION) {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // Not ours either way: the answer below says all that a caller can use.
    }
    throw new InvalidCursorException(
        "cursor is not valid; use one from an earlier page, or none for the first page");
  }
}
