package io.kith.it.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
            .execute(arguments));
  }
}
