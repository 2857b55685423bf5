package io.kith.it.bench;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Named figures, printed a line each or as one JSON object. Not thread-safe. */
final class Report {

  private final Map<String, Number> figures = new LinkedHashMap<>();

  void put(String name, Number figure) {
    figures.put(name, figure);
  }

  void print(boolean json) {
    System.out.println(json ? document() : lines());
  }

  private String lines() {
    int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    figures.forEach((name, figure) -> text.append(line(name, figure, width)));
    return text.toString().stripTrailing();
  }

  private static String line(String name, Number figure, int width) {
    String value = figure instanceof Double ? "%.4f" : "%d";
    return String.format(Locale.ROOT, "%-" + width + "s  " + value + "%n", name, figure);
  }

  private String document() {
    try {
      return ObjectMapper.getDefault().writeValueAsString(Map.of("figures", figures));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
