package io.kith.server.cli;

import io.kith.config.HomeSettings;
import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.training.EpochFigures;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.Trainer;
import io.kith.embedder.training.Training;
import io.kith.embedder.training.TrainingImages;
import io.kith.embedder.training.TrainingPlan;
import io.kith.server.api.ProblemKind;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model. */
@Command(
    name = "train",
    description = {
      "Train a model on a folder that holds a folder of images per class.",
      "The model is then used like any other: kith enrol --model NAME. Stopped, the same command goes on."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    subcommands = {TrainCompareCommand.class, TrainToyCommand.class})
final class TrainCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  /* Not marked as required, or the subcommands would require them too. */
  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Folder of folders of images; a class each.")
  private @Nullable Path folder;

  @Option(
      names = "--out",
      paramLabel = "NAME",
      description = "Name of the model, under which it is installed.")
  private @Nullable String name;

  @Mixin private final PlanOptions options = new PlanOptions();

  @Option(names = "--head", description = "${COMPLETION-CANDIDATES}.")
  private HeadKind head = HeadKind.ARCFACE;

  @Option(
      names = "--margin",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "The head's margin: arcface in radians (default 0.3), cosface in cosine (0.2), sphereface a factor (1.5).")
  private @Nullable Double margin;

  @Option(names = "--seed", description = "Of all that is random.")
  private long seed = 1;

  /** JSON document. */
  @Serdeable
  record Document(
      String model,
      int epochs,
      @Nullable Double loss,
      @Nullable Double imagesPerSecond,
      @Nullable Double eer,
      @Nullable Double fewShot,
      @Nullable Double rank1,
      @Nullable Double dirAtFpir1,
      @Nullable Double dirAtFpir10) {}

  @Override
  public Integer call() {
    if (folder == null || name == null) {
      throw ProblemKind.INVALID_REQUEST.with(
          "name a folder of images and a model: kith train DIR --out NAME");
    }
    return train(folder, name);
  }

  private int train(Path folder, String name) {
    if (!ModelCard.isName(name)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--out: %s is no name of a model; use lower-case letters, digits and hyphens, at most 64"
              .formatted(name));
    }
    if (new ModelCards().builtIn().stream().anyMatch(card -> card.name().equals(name))) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--out: %s is a model that comes with Kith; choose another name".formatted(name));
    }
    TrainingPlan plan = options.plan(head, margin == null ? head.usualMargin() : margin, seed);
    try (Interruption interruption = Interruption.open();
        Session session = Session.open();
        TrainingProgress progress = new TrainingProgress(output, interruption)) {
      Path models = session.context().getBean(HomeSettings.class).models();
      Training training =
          new Trainer(plan, session.context().getBean(LimitSettings.class), progress)
              .train(TrainingImages.in(folder), models.resolve(name));
      return report(session, name, training);
    }
  }

  private int report(Session session, String name, Training training) {
    EpochFigures last = training.last();
    OpenSetFigures held = training.heldOut();
    output.document(
        session.json(),
        new Document(
            name,
            training.epochs(),
            last == null ? null : last.loss(),
            last == null ? null : last.imagesPerSecond(),
            held == null ? null : held.eer(),
            held == null ? null : held.fewShot(),
            held == null ? null : held.rank1(),
            held == null ? null : held.dirAt1(),
            held == null ? null : held.dirAt10()));
    output.text("model %s is installed; use it with: kith enrol --model %s ...", name, name);
    if (!training.whole()) {
      output.message("kith: stopped before the end; run the same command again to go on");
    }
    return training.whole() ? 0 : 1;
  }
}
