package io.kith.server.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text in aligned columns. Not thread-safe. */
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(List.of(titles));
  }

  void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> line(String.valueOf(cell))).toList());
  }

  /* A cell is of one line, whatever a label holds. */
  private static String line(String cell) {
    return Output.plain(cell.replaceAll("[\\r\\n\\t]", " "));
  }

  /** A cosine as tables show it; a dash for none. */
  static String cosine(@org.jspecify.annotations.Nullable Double cosine) {
    return cosine == null ? "-" : "%.3f".formatted(cosine);
  }

  /** A rate as tables show it; a dash for none. */
  static String percent(@org.jspecify.annotations.Nullable Double rate) {
    if (rate == null) {
      return "-";
    }
    if (rate > 0 && rate < 0.0001) {
      return "<0.01 %";
    }
    return "%.2f %%".formatted(100 * rate);
  }

  /** Text, or a dash for none. */
  static String orDash(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "-" : text;
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths[column] - row.get(column).length()))
            .append(GAP);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
