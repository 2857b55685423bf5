package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line of a bulk enrolment; one for each line, in their order.
 *
 * @param line number of the line, from 1
 * @param identity id of its identity; null when it names none
 * @param status {@code enrolled}, {@code already enrolled}, {@code identity} when it had neither
 *     image nor vector, or {@code refused}
 * @param template id of the template
 * @param alsoEnrolledAs other identities that hold the same content
 * @param problem why it was refused
 */
@Serdeable
public record BulkResult(
    long line,
    @Nullable String identity,
    String status,
    @Nullable String template,
    List<String> alsoEnrolledAs,
    @Nullable Problem problem) {

  /** The answer for a line that was refused. */
  public static BulkResult refused(long line, @Nullable String identity, Problem problem) {
    return new BulkResult(line, identity, "refused", null, List.of(), problem);
  }
}
