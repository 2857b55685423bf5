package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.codes.SignCodeFormat;
import java.io.IOException;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * Which segments get a graph, and which graphs are walked: where a walk is faster than a scan, or
 * wherever it looks at fewer templates when the operator wants graphs.
 *
 * @param structure the operator's setting
 * @param effort distinct identities that a walk keeps
 */
record GraphChoice(Structure structure, int effort) {

  /*
   * Codes that are scanned in the time of one visit of a walk, of which Lucene expects log(n) times the effort: each reads a whole
   * vector from anywhere in memory, and keeps lists, and there are some five times as many as expected. Measured by ./kith bench
   * costs: 580 for 200,000 templates of 512 dimensions, and more the more there are.
   */
  private static final int CODES_A_VISIT = 600;

  /* Templates from which on a walk of the usual effort, 400, is faster than a scan: 600 x 400 x log(n) = n. */
  private static final int FASTER_FROM = 3_600_000;

  /* Efforts' worth of templates below which a walk would look at nearly all of them. */
  private static final int MIN_EFFORTS = 10;

  static GraphChoice of(IndexSettings settings) {
    return new GraphChoice(settings.structure(), settings.effort());
  }

  /** Templates of a segment that gets a graph, at least. */
  int graphFrom() {
    return switch (structure) {
      case AUTO -> FASTER_FROM;
      case GRAPH -> effort * MIN_EFFORTS;
      case SCAN -> SignCodeFormat.NO_GRAPH;
    };
  }

  /** Whether a search for k identities walks the graph of a segment. */
  boolean walks(EligibleSegment segment, int k) throws IOException {
    long visits =
        HnswGraphSearcher.expectedVisitedNodes(Math.max(effort, k), Math.max(segment.count(), 2));
    boolean wanted =
        switch (structure) {
          case AUTO -> visits * CODES_A_VISIT * segment.size() < square(segment.count());
          case GRAPH -> visits < segment.count();
          case SCAN -> false;
        };
    return wanted && segment.vectors().hasGraph();
  }

  /* With a filter that passes one template of n, a walk visits n to find one, and the scan compares as many codes as before. */
  private static long square(long count) {
    return count * count;
  }
}
