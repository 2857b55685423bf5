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
 * may have.
 */
final class Filters {

  private Filters() {}

  static Filter of(@Nullable Map<String, Object> json) {
    if (json == null || json.isEmpty()) {
      return Filter.none();
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
