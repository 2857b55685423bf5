package io.kith.server.service;

import io.kith.index.Filter;
import io.kith.server.api.ProblemKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter of a request: each metadata key with the value, or the list of values, that it
 * may have. At most 64 keys, and 256 values of each: all of them are looked up in every part of the
 * index.
 */
final class Filters {

  private static final int MAX_KEYS = 64;
  private static final int MAX_VALUES = 256;

  private Filters() {}

  /**
   * Reads it.
   *
   * @throws io.kith.server.api.ProblemException when it has too many keys or values, or values that
   *     nothing can be filtered by
   */
  static Filter of(@Nullable Map<String, Object> json) {
    if (json == null || json.isEmpty()) {
      return Filter.none();
    }
    if (json.size() > MAX_KEYS) {
      throw ProblemKind.INVALID_REQUEST.with(
          "filter: %d keys; use at most %d".formatted(json.size(), MAX_KEYS));
    }
    return new Filter(
        json.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> values(e.getKey(), e.getValue()))));
  }

  private static Set<String> values(String key, @Nullable Object json) {
    Collection<?> values =
        json instanceof Collection<?> several ? several : List.of(scalar(key, json));
    if (values.isEmpty()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "filter." + key + ": the list is empty; name at least one value");
    }
    if (values.size() > MAX_VALUES) {
      throw ProblemKind.INVALID_REQUEST.with(
          "filter.%s: %d values; use at most %d".formatted(key, values.size(), MAX_VALUES));
    }
    return values.stream().map(value -> scalar(key, value)).collect(Collectors.toSet());
  }

  private static String scalar(String key, @Nullable Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw ProblemKind.INVALID_REQUEST.with(
        "filter."
            + key
            + ": only text, numbers, true, false, and lists of them can be filtered by");
  }
}
