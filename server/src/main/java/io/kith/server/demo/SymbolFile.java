package io.kith.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the demo's symbols, {@code demo/symbols.txt} in the class path. */
final class SymbolFile {

  private static final String RESOURCE = "/demo/symbols.txt";

  private SymbolFile() {}

  /** The demo's symbols in the file's order. */
  static List<Symbol> read() {
    try (InputStream in = SymbolFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + RESOURCE);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /**
   * Reads symbols from text of the file's format.
   *
   * @throws IllegalArgumentException when a stroke cannot be read or belongs to no symbol, or when
   *     a symbol has no strokes or the name of another
   */
  static List<Symbol> parse(String text) {
    Map<String, List<Stroke>> symbols = new LinkedHashMap<>();
    List<Stroke> strokes = List.of();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        if (symbols.isEmpty()) {
          throw new IllegalArgumentException("stroke before the first symbol: " + line.strip());
        }
        strokes.add(StrokeReader.read(line));
        continue;
      }
      strokes = new ArrayList<>();
      if (symbols.put(line.strip(), strokes) != null) {
        throw new IllegalArgumentException("two symbols named " + line.strip());
      }
    }
    return symbols.entrySet().stream().map(it -> new Symbol(it.getKey(), it.getValue())).toList();
  }
}
