package io.kith.server.cli;

import io.kith.server.api.BulkResult;
import io.kith.server.api.BulkSummary;
import io.kith.server.api.Problem;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what became of the lines of an import. Not thread-safe. */
final class ImportReport implements Consumer<BulkResult> {

  private BulkSummary soFar = BulkSummary.NONE;
  private final List<Refused> refused = new ArrayList<>();

  /**
   * What was imported.
   *
   * @param gallery the gallery
   * @param enrolled templates that are new
   * @param alreadyEnrolled templates that were there
   * @param identities lines of identities without templates
   * @param refused lines that were not taken
   */
  @Serdeable
  record Document(
      String gallery,
      long enrolled,
      long alreadyEnrolled,
      long identities,
      List<Refused> refused) {}

  /** A line that was not taken, and why. */
  @Serdeable
  record Refused(long line, String reason) {}

  @Override
  public void accept(BulkResult result) {
    BulkSummary before = soFar;
    soFar = soFar.plus(result);
    if (soFar.refused() > before.refused()) {
      refused.add(new Refused(result.line(), reason(result.problem())));
    }
  }

  private static String reason(@Nullable Problem problem) {
    return problem == null ? "not taken" : problem.reason();
  }

  Document document(String gallery) {
    return new Document(
        gallery,
        soFar.enrolled(),
        soFar.alreadyEnrolled(),
        soFar.identities(),
        List.copyOf(refused));
  }
}
