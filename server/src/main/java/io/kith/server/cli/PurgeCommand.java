package io.kith.server.cli;

import io.kith.server.api.PurgeView;
import io.kith.server.report.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes the bytes of what was deleted. */
@Command(
    name = "purge",
    description = {
      "Remove the bytes of everything that was deleted or replaced from every file.",
      "Deleted identities are never found by a search, also before."
    },
    mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {

  private static final double MEGABYTE = 1e6;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (Session session = Session.existing();
        StepProgress progress = new StepProgress("purging")) {
      PurgeView purge = session.kith().purge(progress);
      progress.close();
      output.document(session.json(), purge);
      output.text(
          "nothing that was deleted is left in the store (%.1f MB, before %.1f MB) and in the indexes of %s",
          purge.storeBytesAfter() / MEGABYTE,
          purge.storeBytesBefore() / MEGABYTE,
          Counted.of(purge.galleries(), "gallery", "galleries"));
      return 0;
    }
  }
}
