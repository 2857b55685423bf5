package io.kith.server.demo;

import java.util.List;

/**
 * A symbol as it is meant, before anybody draws it.
 *
 * @param name its name
 * @param strokes its strokes in the unit square, in the order of writing; at least one
 */
record Symbol(String name, List<Stroke> strokes) {

  Symbol {
    strokes = List.copyOf(strokes);
    if (strokes.isEmpty()) {
      throw new IllegalArgumentException("symbol without strokes: " + name);
    }
  }
}
