package io.kith.it.bench;

import io.kith.config.FileFailure;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code kith bench}. */
@Command(
    name = "kith bench",
    description = "Measure Kith on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AccuracyBench.class,
      CalibrateBench.class,
      CostBench.class,
      EnrolBench.class,
      HttpBench.class,
      IdentifyBench.class,
      RecalibrateBench.class,
      RebuildBench.class,
      SearchBench.class,
      SuspectBench.class,
      TrainBench.class,
      WriteBench.class
    })
public final class BenchMain {

  private BenchMain() {}

  /** Runs one measurement. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new BenchMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(BenchMain::failed)
            .execute(arguments));
  }

  /* A file that was named wrongly is no fault of the measurement. */
  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    Exception cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
    if (cause instanceof FileSystemException file && file.getFile() != null) {
      String reason = FileFailure.unreadable(Path.of(file.getFile()), file);
      command.getErr().println("kith bench: " + reason);
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }
}
