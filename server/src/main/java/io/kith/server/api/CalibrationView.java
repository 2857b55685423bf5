package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A calibration with all that it found.
 *
 * @param calibration what it is, and its threshold
 * @param misplaced templates that look like another identity's and not like their own
 * @param lookAlikes pairs of identities that look like one subject
 * @param odd templates that look neither like the rest of their identity nor like another
 * @param curve error rates by threshold at the number of identities that was calibrated on
 */
@Serdeable
public record CalibrationView(
    CalibrationSummary calibration,
    List<Misplaced> misplaced,
    List<LookAlikes> lookAlikes,
    List<Odd> odd,
    List<Rates> curve) {

  /**
   * A template that seems to belong to another identity.
   *
   * @param resembles the identity that it looks like
   * @param cosine best cosine to that one
   */
  @Serdeable
  public record Misplaced(String template, String identity, String resembles, double cosine) {}

  /**
   * Two identities that seem to be one.
   *
   * @param cosine mean cosine of their templates
   */
  @Serdeable
  public record LookAlikes(String first, String second, double cosine) {}

  /**
   * A template unlike the rest of its identity.
   *
   * @param cosine best cosine to the rest
   */
  @Serdeable
  public record Odd(String template, String identity, double cosine) {}

  /**
   * Error rates at one threshold.
   *
   * @param threshold the threshold
   * @param fpir expected share of non-mated searches that reach it
   * @param fpirLow lower end of its 95 % interval
   * @param fpirHigh upper end
   * @param fnir share of mated searches that fail at it; null when no identity has two templates
   */
  @Serdeable
  public record Rates(
      double threshold, double fpir, double fpirLow, double fpirHigh, @Nullable Double fnir) {}
}
