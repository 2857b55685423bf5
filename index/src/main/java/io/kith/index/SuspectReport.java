package io.kith.index;

import java.util.List;

/**
 * The suspects of a calibration by their ids, as far as they are still enrolled.
 *
 * @param misplaced templates that look like another identity's and not like their own
 * @param lookAlikes pairs of identities that look like one subject
 * @param odd templates that look neither like the rest of their identity nor like another
 */
public record SuspectReport(List<Misplaced> misplaced, List<LookAlikes> lookAlikes, List<Odd> odd) {

  /** A template that seems to belong to {@code resembles}; best cosine to that one. */
  public record Misplaced(String template, String identity, String resembles, double cosine) {}

  /** Two identities that seem to be one; mean cosine of their templates. */
  public record LookAlikes(String first, String second, double cosine) {}

  /** A template unlike the rest of its identity; best cosine to the rest. */
  public record Odd(String template, String identity, double cosine) {}
}
