package io.kith.server.cli;

import io.kith.server.api.BulkResult;
import io.kith.server.api.Problem;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what became of the lines of an import. Not thread-safe. */
final class ImportReport implements Consumer<BulkResult> {

  private long enrolled;
  private long before;
  private long identities;
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
    switch (result.status()) {
      case "enrolled" -> enrolled++;
      case "already enrolled" -> before++;
      case "identity" -> identities++;
      default -> refused.add(new Refused(result.line(), reason(result.problem())));
    }
  }

  private static String reason(@Nullable Problem problem) {
    return problem == null || problem.detail() == null ? "not taken" : problem.detail();
  }

  Document document(String gallery) {
    return new Document(gallery, enrolled, before, identities, List.copyOf(refused));
  }
}
