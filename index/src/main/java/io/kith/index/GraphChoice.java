package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.codes.SignCodeFormat;
import io.kith.index.codes.SignCodes;
import java.io.IOException;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * Which segments get a graph, and which graphs are walked: where a walk is twice as fast as a scan,
 * or wherever it looks at fewer templates when the operator wants graphs.
 *
 * @param structure the operator's setting
 * @param effort distinct identities that a walk keeps
 * @param dimension of the templates
 */
record GraphChoice(Structure structure, int effort, int dimension) {

  /* A walk may miss somebody and a scan does not: it is to be so many times as fast. */
  private static final int WORTH = 2;

  /*
   * Codes are words of 64 bits; so many words are scanned in the time of one visit of a walk, of which Lucene expects log(n) times
   * the effort: each reads a whole vector from anywhere in memory, and keeps lists, and there are some five times as many as
   * expected. ./kith bench costs has it for 200,000 templates with codes of 8 words: 184 and 205 codes for 128 dimensions, 247 and 353
   * for 512, on two days; these are the means.
   */
  private static final double WORDS_A_VISIT = 1_270;
  private static final double WORDS_A_VISIT_AND_DIMENSION = 2.2;

  private static final int USUAL_EFFORT = 400;

  /* Efforts' worth of templates below which a walk would look at nearly all of them. */
  private static final int MIN_EFFORTS = 10;

  static GraphChoice of(IndexSettings settings, int dimension) {
    return new GraphChoice(settings.structure(), settings.effort(), dimension);
  }

  /** Templates of a segment that gets a graph, at least. */
  int graphFrom() {
    return switch (structure) {
      case AUTO -> worthFrom();
      case GRAPH -> effort * MIN_EFFORTS;
      case SCAN -> SignCodeFormat.NO_GRAPH;
    };
  }

  /* Where a walk of the usual effort begins to be worth it, to a thousand: n = WORTH x codes x effort x log(n). */
  private int worthFrom() {
    double templates = 1_000_000;
    // Each step shrinks the error by log(n).
    for (int i = 0; i < 20; i++) {
      templates = WORTH * codesAVisit() * USUAL_EFFORT * StrictMath.log(templates);
    }
    return (int) Math.ceil(templates / 1_000) * 1_000;
  }

  private double codesAVisit() {
    double words = (double) SignCodes.bits(dimension) / Long.SIZE;
    return (WORDS_A_VISIT + WORDS_A_VISIT_AND_DIMENSION * dimension) / words;
  }

  /** Whether a search for k identities walks the graph of a segment. */
  boolean walks(EligibleSegment segment, int k) throws IOException {
    long visits =
        HnswGraphSearcher.expectedVisitedNodes(Math.max(effort, k), Math.max(segment.count(), 2));
    boolean wanted =
        switch (structure) {
          case AUTO -> isWorth(visits, segment.count(), segment.size());
          case GRAPH -> visits < segment.count();
          case SCAN -> false;
        };
    return wanted && segment.vectors().hasGraph();
  }

  /**
   * Whether a walk is so much faster than a scan that it is worth it. With a filter that passes one
   * template of n, a walk visits n to find one, and the scan compares as many codes as without.
   *
   * @param visits of the walk, as Lucene expects them without a filter
   * @param count templates that may be found
   * @param size all templates
   */
  boolean isWorth(long visits, int count, int size) {
    return WORTH * codesAVisit() * visits * size < (double) count * count;
  }
}
