package io.kith.index;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names, ids and labels may be. */
final class Names {

  static final int MAX_ID_BYTES = 256;
  static final int MAX_LABEL_BYTES = 1024;

  private static final Pattern GALLERY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Names() {}

  static void checkGallery(String name) {
    if (!GALLERY.matcher(name).matches()) {
      throw new InvalidNameException(
          "gallery name is not allowed; use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
    }
  }

  static void checkIdentity(String id) {
    int bytes = utf8Length("identity id", id);
    if (bytes < 1 || bytes > MAX_ID_BYTES) {
      throw new InvalidNameException(
          "identity id has %d bytes of UTF-8; use 1 to %d".formatted(bytes, MAX_ID_BYTES));
    }
    // In a path these mean a folder: a client would ask for the gallery instead.
    if (id.equals(".") || id.equals("..")) {
      throw new InvalidNameException("identity id is %s; use another".formatted(id));
    }
    if (id.indexOf('\ufffd') >= 0) {
      throw new InvalidNameException(
          "identity id holds U+FFFD, which stands for bytes that are no UTF-8; send valid UTF-8");
    }
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidNameException("identity id holds a control character; use printable text");
    }
  }

  static void checkLabel(@Nullable String label) {
    if (label == null) {
      return;
    }
    int bytes = utf8Length("label", label);
    if (bytes > MAX_LABEL_BYTES) {
      throw new InvalidNameException(
          "label has %d bytes of UTF-8; use at most %d".formatted(bytes, MAX_LABEL_BYTES));
    }
    if (label.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidNameException("label holds a control character; use printable text");
    }
  }

  private static int utf8Length(String what, String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException e) {
      throw new InvalidNameException(
          what + " holds half of a surrogate pair; use valid Unicode text");
    }
  }
}
