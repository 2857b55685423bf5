package io.kith.server.cli;

import io.kith.server.api.Kith;
import io.kith.server.api.ProblemKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Backs everything up. */
@Command(
    name = "backup",
    description = {
      "Write a backup of everything as it is at this moment, as a zip file: galleries, keys, models.",
      "A server goes on meanwhile. It holds what the home holds: keep it as safe."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to (default: stdout); replaced when all is written.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    if (file == null && System.console() != null && System.console().isTerminal()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "a zip file is nothing for a terminal; name a FILE, or send stdout elsewhere");
    }
    try (Session session = Session.existing()) {
      Kith kith = session.kith();
      WholeFile.write(file, out -> write(kith, out));
      WholeFile.written(file).ifPresent(command.root().commandLine().getErr()::println);
      return 0;
    }
  }

  private static void write(Kith kith, OutputStream to) {
    try (OutputStream shown = ProgressBars.ofBytes("backing up", to)) {
      kith.backup(shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
