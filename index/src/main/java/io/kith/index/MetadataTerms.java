package io.kith.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as index terms, one for each key and value that a {@link Filter} can ask for. A term is
 * the key, a zero byte and the value's text; one that would be long is replaced by its hash, since
 * the index limits a term's length.
 */
final class MetadataTerms {

  private static final int MAX_PLAIN_BYTES = 512;

  private MetadataTerms() {}

  static Set<BytesRef> of(Map<String, Object> metadata) {
    Set<BytesRef> terms = new HashSet<>();
    metadata.forEach(
        (key, value) -> {
          Collection<?> values =
              value instanceof Collection<?> array ? array : Collections.singletonList(value);
          values.stream()
              .filter(MetadataTerms::isScalar)
              .forEach(v -> terms.add(term(key, v.toString())));
        });
    return terms;
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  static BytesRef term(String key, String value) {
    byte[] bytes = (key + '\0' + value).getBytes(StandardCharsets.UTF_8);
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
