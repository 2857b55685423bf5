package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * Rules by which the score of an identity could come from its templates, compared on a sample of a
 * gallery.
 *
 * @param identities N: identities of the sample
 * @param matedSearches number of mated searches, each with one template left out
 * @param nonMatedSearches number of non-mated searches, each with its own identity hidden
 * @param rules simplest first
 * @param recommended the simplest rule that none beats by more than two standard deviations;
 *     searches use the best cosine
 */
@Serdeable
public record ScoreRules(
    int identities, int matedSearches, int nonMatedSearches, List<Rule> rules, String recommended) {

  /**
   * What one rule gives.
   *
   * @param rule its name
   * @param rank1 share of mated searches whose own identity is first
   * @param fnirAt10 FNIR at a FPIR of 10 %
   * @param fnirAt1 FNIR at a FPIR of 1 %
   * @param difference FNIR at a FPIR of 1 % less that of the best cosine
   * @param deviation standard deviation of that difference
   */
  @Serdeable
  public record Rule(
      String rule,
      double rank1,
      double fnirAt10,
      double fnirAt1,
      double difference,
      double deviation) {}
}
