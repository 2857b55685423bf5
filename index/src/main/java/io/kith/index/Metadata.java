package io.kith.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity's metadata: a JSON object, read, written and patched. */
final class Metadata {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private Metadata() {}

  /**
   * @throws IllegalArgumentException when a value has no form in JSON
   */
  static String write(Map<String, ?> metadata) {
    try {
      return JSON.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "metadata has no form in JSON: " + e.getOriginalMessage(), e);
    }
  }

  static Map<String, Object> read(String json) {
    try {
      return JSON.readValue(json, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IndexException(
          IndexException.Problem.CORRUPT,
          "stored metadata is no JSON object; restore the store from a backup",
          e);
    }
  }

  /** JSON merge patch (RFC 7396). */
  static Map<String, Object> patch(Map<?, ?> target, Map<?, ? extends @Nullable Object> patch) {
    Map<String, Object> merged = new LinkedHashMap<>();
    target.forEach((key, value) -> merged.put((String) key, value));
    patch.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else if (value instanceof Map<?, ?> nested) {
            Map<?, ?> before = merged.get(key) instanceof Map<?, ?> object ? object : Map.of();
            merged.put((String) key, patch(before, nested));
          } else {
            merged.put((String) key, value);
          }
        });
    return merged;
  }
}
