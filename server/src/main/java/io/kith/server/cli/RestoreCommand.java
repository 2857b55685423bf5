package io.kith.server.cli;

import io.kith.server.service.Restore;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Restores a backup. */
@Command(
    name = "restore",
    description = {
      "Restore a backup into this Kith home, which has no galleries yet.",
      "What was deleted since the backup was made is there again, and keys that were revoked since open it again: delete and revoke them again."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "What `kith backup` wrote.")
  private Path file = Path.of("");

  /**
   * The JSON document.
   *
   * @param home the home that it was restored into
   * @param modelsLeft models that the home had, and that were not restored therefore
   */
  @Serdeable
  record Document(String home, List<String> modelsLeft) {}

  @Override
  public Integer call() {
    try (Session session = Session.ofHome();
        StepProgress progress = new StepProgress("restoring")) {
      session.makeHome();
      Path home = session.home();
      List<String> left = Restore.into(home, file, progress);
      progress.close();
      output.document(session.json(), new Document(home.toString(), left));
      output.text("restored into %s; its indexes are made when it is opened", home);
      output.message(
          "keys are as they were when the backup was made; look whether one was revoked since: kith keys list");
      left.forEach(it -> output.message("model %s was there, and stays as it is", it));
      return 0;
    }
  }
}
