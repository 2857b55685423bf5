package io.kith.server.cli;

import io.kith.config.InvalidSettingException;
import io.kith.config.LogSettings;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code kith}. */
@Command(
    name = "kith",
    description = "Says whom or what an image shows among those enrolled, or unknown.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      EnrolCommand.class,
      IdentifyCommand.class,
      VerifyCommand.class,
      GalleriesCommand.class,
      IdentitiesCommand.class,
      ModelsCommand.class,
      KeysCommand.class,
      TrainCommand.class,
      CalibrateCommand.class,
      RebuildCommand.class,
      EvaluateCommand.class,
      CheckCommand.class,
      PurgeCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    },
    footer = {
      "",
      "All state lives in the Kith home: $KITH_HOME, else ~/.kith. When a server holds the home, or KITH_SERVER names one, commands go through it; otherwise they work on the home themselves. Where that server wants a key, they take it from the file that --key-file names, or from KITH_KEY.",
      "serve, train, evaluate, models, check and restore work on the home of this machine alone; models, check and restore refuse to run while KITH_SERVER is set."
    })
public final class Main {

  private Main() {}

  @Option(
      names = "--key-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "File that holds the key for the server that the command goes through.")
  void keyFile(Path file) {
    System.setProperty("kith.key-file", file.toString());
  }

  /**
   * Runs one command and exits with its code: 0 when it did what was asked, 1 when it failed, 2 for
   * wrong arguments.
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // one way to write a number, as in JSON
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionStrategy(Main::run)
        .setExecutionExceptionHandler(new Failures())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /* An answer that reached nobody is no success. */
  private static int run(ParseResult parsed) {
    CommandLine root = parsed.commandSpec().commandLine();
    try {
      LogSettings.check(System.getenv());
    } catch (InvalidSettingException e) {
      throw new ExecutionException(root, String.valueOf(e.getMessage()), e);
    }
    int code = new RunLast().execute(parsed);
    if (code == CommandLine.ExitCode.OK && !Output.arrived(root)) {
      root.getErr().println("kith: stdout cannot be written");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return code;
  }
}
