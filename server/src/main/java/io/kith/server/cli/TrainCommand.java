package io.kith.server.cli;

import io.kith.config.HomeSettings;
import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.BaseModel;
import io.kith.embedder.Models;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.Trainer;
import io.kith.embedder.training.Training;
import io.kith.embedder.training.TrainingImages;
import io.kith.embedder.training.TrainingPlan;
import io.kith.server.api.GalleryView;
import io.kith.server.api.ProblemKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

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
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "The head's margin: arcface in radians (default 0.3), cosface in cosine (0.2), sphereface a factor (1.5); combined all three, cos(factor angle + radians) - cosine (1,0.3,0.2).")
  private @Nullable List<Double> margin;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Train on from an installed model, such as faces: its network and weights, on the subjects that it finds.")
  private @Nullable String from;

  @Option(names = "--seed", description = "Of all that is random.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (folder == null || name == null) {
      throw new ParameterException(
          command.commandLine(), "name a folder of images and a model: kith train DIR --out NAME");
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
    try (Interruption interruption = Interruption.open();
        Session session = Session.open();
        BaseModel base = from == null ? null : session.context().getBean(Models.class).base(from);
        TrainingProgress progress = new TrainingProgress(output, interruption)) {
      List<Double> margins = margin == null ? head.usualMargin() : margin;
      TrainingPlan plan =
          base == null
              ? options.plan(head, margins, seed)
              : options.plan(head, margins, seed, base);
      Trainer trainer =
          new Trainer(
              plan, session.context().getBean(LimitSettings.class), HeldOutFigures::of, progress);
      TrainingImages images = TrainingImages.in(folder);
      Path model = session.context().getBean(HomeSettings.class).models().resolve(name);
      if (trainer.replaces(model)) {
        refuseWhereUsed(name);
      }
      Training training =
          base == null ? trainer.train(images, model) : trainer.train(images, model, base);
      return report(session, name, training);
    }
  }

  /* In a session of its own: one that looks at galleries holds the home until it is closed. */
  private static void refuseWhereUsed(String name) {
    try (Session session = Session.open()) {
      String fingerprint = session.context().getBean(Models.class).fingerprint(name);
      String used =
          session.kithOfHome().galleries().galleries().stream()
              .filter(it -> it.model().fingerprint().equals(fingerprint))
              .map(GalleryView::name)
              .collect(Collectors.joining(", "));
      if (!used.isEmpty()) {
        throw ProblemKind.INVALID_REQUEST.with(
            "--out: model %s is that of galleries: %s; training would put another in its place, with which they cannot be used: choose another name, or delete them first (kith galleries delete)"
                .formatted(name, used));
      }
    }
  }

  private int report(Session session, String name, Training training) {
    output.document(session.json(), TrainReport.of(name, from, training));
    OpenSetFigures before = training.before();
    OpenSetFigures now = training.heldOut();
    if (from != null && before != null && now != null) {
      TrainReport.compare(name, from, before, now, output);
    }
    output.text("model %s is installed; use it with: kith enrol --model %s ...", name, name);
    if (!training.whole()) {
      output.message(
          "kith: stopped before the end; run the same command again to go on, before you enrol with it: a gallery needs the model that it was made with");
    }
    return training.whole() ? 0 : 1;
  }
}
