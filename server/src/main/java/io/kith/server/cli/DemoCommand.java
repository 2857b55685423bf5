package io.kith.server.cli;

import io.kith.config.HomeSettings;
import io.kith.server.demo.Probe;
import io.kith.server.demo.SymbolsDemo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows Kith at work on drawn symbols, or on photographs. */
@Command(
    name = "demo",
    description = {
      "See Kith recognise symbols in drawings by hands it has not seen, and say unknown of symbols"
          + " never enrolled.",
      "With faces: the same on photographs of people."
    },
    mixinStandardHelpOptions = true,
    subcommands = DemoFacesCommand.class)
final class DemoCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (Session session = Session.open()) {
      Path home = session.context().getBean(HomeSettings.class).home();
      output.message("kith: enrolling and identifying drawn symbols ...");
      List<Probe> probes = new SymbolsDemo(session.kith()).run();
      DemoReport.show(probes, session, output, home.resolve("demo.png"));
      output.text("Next, with your own symbols, a folder per symbol:");
      output.text("  ./kith enrol --gallery symbols --model %s DRAWINGS", SymbolsDemo.MODEL);
      output.text("  ./kith identify --gallery symbols IMAGE");
      output.text("  ./kith train --help");
      output.text("The same on photographs of people:");
      output.text("  ./kith demo faces");
      return 0;
    }
  }
}
