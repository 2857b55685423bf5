package io.kith.index;

import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.util.InfoStream;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;

/**
 * Hears how far the building of a graph has come: Lucene tells it in words only, after each 10,000
 * templates. What is thrown here ends the building. Safe for concurrent use.
 */
final class GraphGrowth extends InfoStream {

  private static final Pattern BUILT = Pattern.compile("built (\\d+) in .*");

  private final LongConsumer inserted;

  /**
   * @param inserted told how many templates are in the graph
   */
  GraphGrowth(LongConsumer inserted) {
    this.inserted = inserted;
  }

  @Override
  public boolean isEnabled(String component) {
    return component.equals(HnswGraphBuilder.HNSW_COMPONENT);
  }

  @Override
  public void message(String component, String message) {
    Matcher built = BUILT.matcher(message);
    if (built.matches()) {
      inserted.accept(Long.parseLong(built.group(1)));
    }
  }

  @Override
  public void close() {}
}
