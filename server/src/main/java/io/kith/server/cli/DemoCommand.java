package io.kith.server.cli;

import io.kith.config.HomeSettings;
import io.kith.config.ModelCards;
import io.kith.config.Photographs;
import io.kith.embedder.Installer;
import io.kith.embedder.Models;
import io.kith.server.api.Kith;
import io.kith.server.demo.ContactSheet;
import io.kith.server.demo.FacesDemo;
import io.kith.server.demo.FacesDemo.Probe;
import io.micronaut.serde.annotation.Serdeable;
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
    name = "demo",
    description = "See Kith recognise people in photographs, and say unknown of strangers.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Option(
      names = "--photographs",
      description = "The package of the demo's photographs, fetched by hand.")
  private @Nullable Path packed;

  /** The JSON document. */
  @Serdeable
  record Document(List<Answer> probes, long correct, int total) {

    /** One probe: what it shows, what Kith said. */
    @Serdeable
    record Answer(
        String truth, String decision, @Nullable String identity, @Nullable Double cosine) {

      static Answer of(Probe probe) {
        return new Answer(
            probe.truth(),
            probe.result().decision(),
            probe.result().identity(),
            probe.result().cosine());
      }
    }
  }

  @Override
  public Integer call() {
    try (Session session = Session.open()) {
      Models models = session.context().getBean(Models.class);
      if (!models.installed("faces")) {
        models.install("faces", Optional.empty(), this::progress);
      }
      Path home = session.context().getBean(HomeSettings.class).home();
      List<byte[]> photographs = photographs(home);
      output.message("kith: enrolling and identifying ...");
      Kith kith = session.kith();
      List<Probe> probes = new FacesDemo(kith, photographs).run();
      long correct = probes.stream().filter(Probe::correct).count();
      output.document(
          session.json(),
          new Document(probes.stream().map(Document.Answer::of).toList(), correct, probes.size()));
      show(probes, correct, home.resolve("demo.png"));
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

  private void show(List<Probe> probes, long correct, Path sheet) {
    Table table = new Table("image", "truth", "Kith says", "cosine", "");
    for (Probe probe : probes) {
      String identity = probe.result().identity();
      table.row(
          probe.face() + ", " + probe.change(),
          probe.truth(),
          identity == null ? "unknown" : identity,
          Table.cosine(probe.result().cosine()),
          probe.verdict());
    }
    output.table(table);
    output.text("");
    output.text("%d of %d right.", correct, probes.size());
    draw(probes, sheet);
    output.text("");
    output.text("Next, with your own photographs, a folder per person:");
    output.text("  ./kith enrol --gallery people PHOTOS");
    output.text("  ./kith identify --gallery people IMAGE");
    output.text("  ./kith serve");
  }

  /* A JDK on a machine without fonts cannot draw text, and says so with an error. */
  private void draw(List<Probe> probes, Path sheet) {
    try {
      ContactSheet.write(probes, sheet);
      output.text("The same as a picture: %s", sheet);
    } catch (RuntimeException | InternalError | LinkageError e) {
      output.message("kith: no picture was drawn (are fonts installed?): %s", e);
    }
  }
}
