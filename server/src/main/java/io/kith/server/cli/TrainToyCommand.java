package io.kith.server.cli;

import io.kith.config.LimitSettings;
import io.kith.embedder.training.ToyExperiment;
import io.kith.embedder.training.ToyExperiment.Outcome;
import io.kith.embedder.training.ToyFigure;
import io.kith.embedder.training.TrainingImages;
import io.kith.server.api.ProblemKind;
import io.kith.server.demo.SymbolFolder;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what a margin does. */
@Command(
    name = "toy",
    description = {
      "Draw what a margin does: embeddings of two or three dimensions of eight classes.",
      "Without a folder it takes the demo's symbols."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainToyCommand implements Callable<Integer> {

  private static final List<Double> MARGINS = List.of(0.0, 0.1, 0.2, 0.3);
  private static final int DRAWERS = 80;

  @Mixin private final Output output = new Output();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Folder of folders of images; its first eight classes are taken.")
  private @Nullable Path folder;

  @Option(names = "--dimension", description = "2 or 3.")
  private int dimension = 3;

  @Option(names = "--seeds", description = "Trainings with each margin; the first is drawn.")
  private int seeds = 1;

  @Option(names = "--picture", description = "Where the picture goes.")
  private Path picture = Path.of("toy.png");

  /** One training in the JSON document; angles in degrees. */
  @Serdeable
  record Row(int seed, double margin, double meanAngle, double smallestAngle) {}

  /** JSON document. */
  @Serdeable
  record Document(int dimension, List<Row> trainings) {}

  @Override
  public Integer call() {
    if (dimension != 2 && dimension != 3) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--dimension: %d cannot be drawn; use 2 or 3".formatted(dimension));
    }
    if (seeds < 1) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--seeds: %d is not allowed; allowed: 1 or more".formatted(seeds));
    }
    try (Interruption interruption = Interruption.open();
        Session session = Session.open();
        Scratch scratch = new Scratch()) {
      ToyExperiment experiment =
          new ToyExperiment(
              TrainingImages.in(images(scratch)), session.context().getBean(LimitSettings.class));
      List<Row> rows = new ArrayList<>();
      List<Outcome> drawn = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        List<Outcome> outcomes = new ArrayList<>();
        for (double margin : MARGINS) {
          try (TrainingProgress progress = new TrainingProgress(output, interruption)) {
            outcomes.add(experiment.run(dimension, margin, seed, progress));
          }
        }
        for (Outcome it : outcomes) {
          rows.add(new Row(seed, it.margin(), it.meanAngle(), it.smallestAngle()));
        }
        if (seed == 1) {
          drawn.addAll(outcomes);
        }
      }
      output.document(session.json(), new Document(dimension, rows));
      Table table = new Table("seed", "margin", "to the class mean", "smallest between classes");
      rows.forEach(
          row ->
              table.row(
                  row.seed(),
                  row.margin(),
                  degrees(row.meanAngle()),
                  degrees(row.smallestAngle())));
      output.table(table);
      Picture figure = new Picture(picture.toAbsolutePath());
      return figure.draw(new ToyFigure(drawn)::write, output) ? 0 : 1;
    }
  }

  private Path images(Scratch scratch) {
    if (folder != null) {
      return folder;
    }
    SymbolFolder.write(scratch.folder(), ToyExperiment.CLASSES, DRAWERS);
    return scratch.folder();
  }

  private static String degrees(double angle) {
    return String.format(Locale.ROOT, "%.1f°", angle);
  }
}
