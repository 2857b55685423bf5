package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What became of the lines of a bulk enrolment.
 *
 * @param lines lines that were answered
 * @param enrolled templates that are new
 * @param alreadyEnrolled templates that were there
 * @param identities lines of identities without templates
 * @param refused lines that were not taken
 */
@Serdeable
public record BulkSummary(
    long lines, long enrolled, long alreadyEnrolled, long identities, long refused) {

  /** Of no line. */
  public static final BulkSummary NONE = new BulkSummary(0, 0, 0, 0, 0);

  /** With one more line. */
  public BulkSummary plus(BulkResult result) {
    return switch (result.status()) {
      case "enrolled" ->
          new BulkSummary(lines + 1, enrolled + 1, alreadyEnrolled, identities, refused);
      case "already enrolled" ->
          new BulkSummary(lines + 1, enrolled, alreadyEnrolled + 1, identities, refused);
      case "identity" ->
          new BulkSummary(lines + 1, enrolled, alreadyEnrolled, identities + 1, refused);
      default -> new BulkSummary(lines + 1, enrolled, alreadyEnrolled, identities, refused + 1);
    };
  }
}
