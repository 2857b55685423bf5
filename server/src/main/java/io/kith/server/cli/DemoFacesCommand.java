package io.kith.server.cli;

import io.kith.config.HomeSettings;
import io.kith.config.ModelCards;
import io.kith.config.Photographs;
import io.kith.embedder.Installer;
import io.kith.embedder.Models;
import io.kith.server.demo.FacesDemo;
import io.kith.server.demo.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows Kith at work on photographs. */
@Command(
    name = "faces",
    description = "See Kith recognise people in photographs, and say unknown of strangers.",
    mixinStandardHelpOptions = true)
final class DemoFacesCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Option(
      names = "--photographs",
      description = "The package of the demo's photographs, fetched by hand.")
  private @Nullable Path packed;

  @Override
  public Integer call() {
    try (Session session = Session.open()) {
      Models models = session.context().getBean(Models.class);
      if (Session.server().isEmpty() && !models.installed(FacesDemo.MODEL)) {
        models.install(FacesDemo.MODEL, Optional.empty(), this::progress);
      }
      Path home = session.context().getBean(HomeSettings.class).home();
      List<byte[]> photographs = photographs(home);
      output.message("kith: enrolling and identifying ...");
      List<Probe> probes = new FacesDemo(session.kith(), photographs).run();
      DemoReport.show(probes, session, output, home.resolve("demo-faces.png"));
      output.text("Next, with your own photographs, a folder per person:");
      output.text("  ./kith enrol --gallery people PHOTOS");
      output.text("  ./kith identify --gallery people IMAGE");
      output.text("  ./kith serve");
      return 0;
    }
  }

  private void progress(String step) {
    output.message("kith: %s", step);
  }

  private List<byte[]> photographs(Path home) {
    Photographs card = new ModelCards().photographs();
    List<Path> files =
        card.files().stream().map(file -> home.resolve(card.name()).resolve(file.name())).toList();
    if (packed != null || !files.stream().allMatch(Files::exists)) {
      new Installer(card, home, this::progress).install(Optional.ofNullable(packed));
    }
    return files.stream().map(ImageFiles::read).toList();
  }
}
