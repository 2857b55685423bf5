package io.kith.server.cli;

import io.kith.config.ModelCard;
import io.kith.embedder.margin.Scale;
import io.kith.embedder.training.Augmentation;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.TrainingException;
import io.kith.embedder.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Options of a training but for its head and seed, which a comparison varies. */
final class PlanOptions {

  /** What images show, which decides how they are changed while they are trained on. */
  enum Kind {
    PHOTOGRAPHS(Augmentation.photographs(), ModelCard.Colour.RGB, 48),
    DRAWN(Augmentation.drawn(), ModelCard.Colour.GREY, 28),
    PLAIN(Augmentation.none(), ModelCard.Colour.RGB, 48);

    private final Augmentation augmentation;
    private final ModelCard.Colour colour;
    private final int side;

    Kind(Augmentation augmentation, ModelCard.Colour colour, int side) {
      this.augmentation = augmentation;
      this.colour = colour;
      this.side = side;
    }
  }

  @Option(
      names = "--images",
      paramLabel = "KIND",
      description =
          "What the images are, which decides how they are changed at random: ${COMPLETION-CANDIDATES} (none).")
  private Kind kind = Kind.PHOTOGRAPHS;

  @Option(names = "--scale", description = "s, which multiplies cosines.")
  private double scale = 24;

  @Option(names = "--learned-scale", description = "Learn the scale, from --scale on.")
  private boolean learnedScale;

  @Option(names = "--centres", description = "Centres a class; 3 for noisy labels.")
  private int centres = 1;

  @Option(names = "--backbone", description = "${COMPLETION-CANDIDATES}.")
  private ModelCard.Backbone.Kind backbone = ModelCard.Backbone.Kind.SMALL;

  @Option(names = "--width", description = "Channels of the backbone's first layer.")
  private int width = 16;

  @Option(names = "--dimension", description = "Length of the embedding.")
  private int dimension = 128;

  @Option(
      names = "--side",
      showDefaultValue = Visibility.NEVER,
      description = "Side of the network's input, pixels (default: 28 for drawn, else 48).")
  private @Nullable Integer side;

  @Option(
      names = "--colour",
      description = "rgb or grey (default: grey for drawn, else rgb).",
      showDefaultValue = Visibility.NEVER)
  private ModelCard.@Nullable Colour colour;

  @Option(names = "--epochs", description = "Times that each image is seen.")
  private int epochs = 30;

  @Option(names = "--batch", description = "Images a step.")
  private int batch = 128;

  @Option(
      names = "--per-class",
      description = "Images of a class in a batch, drawn class by class; 0 for evenly over images.")
  private int perClass = 0;

  @Option(names = "--learning-rate", description = "Largest learning rate.")
  private double learningRate = 0.1;

  @Option(names = "--weight-decay", description = "Decay of weights.")
  private double weightDecay = 5e-4;

  @Option(
      names = "--rotations-as-classes",
      description = "Take each class turned by 90, 180 and 270 degrees for a class too.")
  private boolean rotations;

  @Option(names = "--validation", description = "Share of the classes held out to validate.")
  private double validation = 0.15;

  /**
   * The plan of these options.
   *
   * @throws TrainingException when a value is out of range
   */
  TrainingPlan plan(HeadKind head, double margin, long seed) {
    try {
      return new TrainingPlan(
          head,
          margin,
          new Scale(scale, learnedScale),
          centres,
          new ModelCard.Backbone(backbone, width, dimension),
          side == null ? kind.side : side,
          colour == null ? kind.colour : colour,
          epochs,
          batch,
          perClass,
          learningRate,
          weightDecay,
          kind.augmentation,
          rotations,
          validation,
          seed);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()));
    }
  }
}
