package io.kith.index;

/**
 * How a search was done.
 *
 * @param structure what was searched; the graph when any part of the gallery was walked
 * @param exact whether every template that the filter allows was measured, so that nothing can have
 *     been missed
 * @param compared templates looked at, by their codes or their vectors
 * @param measured templates whose cosine was computed: the effort of a search that is not exact
 */
public record SearchReport(Structure structure, boolean exact, long compared, long measured) {

  /** What a search goes through. */
  public enum Structure {
    /** Neighbours of neighbours, in an HNSW graph. */
    GRAPH,
    /** All templates, by their codes, or their vectors where those are few. */
    SCAN
  }
}
