package io.kith.index;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as index terms, one for each key and value that a {@link Filter} can ask for. A term is
 * the key, a byte of 1 before a number and of 0 before anything else, and the value's text; one
 * that would be long is replaced by its hash, since the index limits a term's length. A number's
 * text is the same however it was written: 3 is 3.0 and 0.3e1.
 */
final class MetadataTerms {

  private static final int MAX_PLAIN_BYTES = 512;
  private static final int MAX_DIGITS = 1_000;

  /* As JSON writes it. An exponent of more digits would be none of a BigDecimal. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,9})?");

  private MetadataTerms() {}

  static Set<BytesRef> of(Map<String, Object> metadata) {
    Set<BytesRef> terms = new HashSet<>();
    metadata.forEach(
        (key, value) -> {
          Collection<?> values =
              value instanceof Collection<?> array ? array : Collections.singletonList(value);
          values.stream().filter(MetadataTerms::isScalar).forEach(v -> terms.add(term(key, v)));
        });
    return terms;
  }

  /** What a filter's value finds: the text as it is, and the number that it writes. */
  static Stream<BytesRef> matching(String key, String value) {
    return Stream.concat(Stream.of(text(key, value)), number(key, value).stream());
  }

  private static BytesRef term(String key, Object value) {
    String text = value.toString();
    return value instanceof Number
        ? number(key, text).orElseGet(() -> text(key, text))
        : text(key, text);
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static BytesRef text(String key, String value) {
    return term(key + '\0' + value);
  }

  /* Not its plain text: 1e999999999 would have a thousand million digits. */
  private static Optional<BytesRef> number(String key, String value) {
    return value.length() <= MAX_DIGITS && NUMBER.matcher(value).matches()
        ? Optional.of(term(key + '\1' + new BigDecimal(value).stripTrailingZeros()))
        : Optional.empty();
  }

  private static BytesRef term(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BytesRef(bytes.length <= MAX_PLAIN_BYTES ? bytes : sha256(bytes));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
