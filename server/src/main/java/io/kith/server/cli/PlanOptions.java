package io.kith.server.cli;

import static java.util.Objects.requireNonNullElse;

import io.kith.config.ModelCard;
import io.kith.config.ModelCard.Backbone;
import io.kith.embedder.BaseModel;
import io.kith.embedder.margin.Scale;
import io.kith.embedder.training.Augmentation;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.TrainingException;
import io.kith.embedder.training.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      showDefaultValue = Visibility.NEVER,
      description =
          "What the images are, which decides how they are changed at random: ${COMPLETION-CANDIDATES} (not at all) (default: drawn where the frame is the drawing, else photographs).")
  private @Nullable Kind kind;

  @Option(
      names = "--scale",
      showDefaultValue = Visibility.NEVER,
      description = "s, which multiplies cosines (default: 24, from a mobilefacenet 64).")
  private @Nullable Double scale;

  @Option(names = "--learned-scale", description = "Learn the scale, from --scale on.")
  private boolean learnedScale;

  @Option(names = "--centres", description = "Centres a class; 3 for noisy labels.")
  private int centres = 1;

  @Option(
      names = "--backbone",
      showDefaultValue = Visibility.NEVER,
      description = "${COMPLETION-CANDIDATES} (default: small).")
  private Backbone.@Nullable Kind backbone;

  @Option(
      names = "--width",
      showDefaultValue = Visibility.NEVER,
      description =
          "Channels of the backbone's first layer, a multiple of 16"
              + " (default: 16, mobilefacenet 64 as in its paper).")
  private @Nullable Integer width;

  @Option(
      names = "--dimension",
      showDefaultValue = Visibility.NEVER,
      description = "Length of the embedding (default: 128).")
  private @Nullable Integer dimension;

  @Option(
      names = "--side",
      showDefaultValue = Visibility.NEVER,
      description =
          "Side of the network's input, pixels (default: 28 for drawn, else 48; mobilefacenet 112).")
  private @Nullable Integer side;

  @Option(
      names = "--colour",
      description = "rgb or grey (default: grey for drawn, else rgb).",
      showDefaultValue = Visibility.NEVER)
  private ModelCard.@Nullable Colour colour;

  @Option(
      names = "--epochs",
      showDefaultValue = Visibility.NEVER,
      description =
          "Times that as many images are drawn as there are (default: 30, with --from 2).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      showDefaultValue = Visibility.NEVER,
      description = "Images a step (default: 128, mobilefacenet 32).")
  private @Nullable Integer batch;

  @Option(
      names = "--per-class",
      description = "Images of a class in a batch, drawn class by class; 0 for evenly over images.")
  private int perClass = 0;

  @Option(
      names = "--learning-rate",
      showDefaultValue = Visibility.NEVER,
      description =
          "Largest learning rate (default: 0.1; with --from 0.01, from a mobilefacenet 0.00001).")
  private @Nullable Double learningRate;

  @Option(names = "--weight-decay", description = "Decay of weights.")
  private double weightDecay = 5e-4;

  @Option(
      names = "--frame",
      showDefaultValue = Visibility.NEVER,
      description =
          "What of an image the network is given: ${COMPLETION-CANDIDATES}, what is drawn in dark on light (default: image).")
  private ModelCard.@Nullable Frame frame;

  @Option(
      names = "--sides",
      description =
          "Take each class for more: 4, turned by quarters too; 8, these mirrored too; or 1.")
  private int sides = 1;

  @Option(
      names = "--views",
      showDefaultValue = Visibility.NEVER,
      description =
          "Sides that the model looks at an image from: 4, turned by quarters, make the embedding four times as long (default: 1).")
  private @Nullable Integer views;

  @Option(
      names = "--wccn",
      description =
          "In the end, let directions count less in which embeddings of one class differ (within-class covariance normalisation).")
  private boolean wccn;

  @Option(names = "--validation", description = "Share of the classes held out to validate.")
  private double validation = 0.15;

  /**
   * The plan of these options.
   *
   * @param margin in the head's unit
   * @throws TrainingException when a value is out of range
   */
  TrainingPlan plan(HeadKind head, List<Double> margin, long seed) {
    Backbone.Kind of = requireNonNullElse(backbone, Backbone.Kind.SMALL);
    boolean small = of == Backbone.Kind.SMALL;
    ModelCard.Frame framed = requireNonNullElse(frame, ModelCard.Frame.IMAGE);
    Kind shown = kind(framed);
    try {
      return plan(
          loss(head, margin, requireNonNullElse(scale, 24.0)),
          new TrainingPlan.Network(
              new Backbone(
                  of,
                  requireNonNullElse(width, small ? 16 : 64),
                  requireNonNullElse(dimension, 128),
                  requireNonNullElse(views, 1)),
              requireNonNullElse(side, small ? shown.side : 112),
              requireNonNullElse(colour, shown.colour),
              framed),
          schedule(requireNonNullElse(epochs, 30), small, requireNonNullElse(learningRate, 0.1)),
          shown.augmentation,
          seed);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The plan of these options to train on from a model.
   *
   * @param margin in the head's unit
   * @throws TrainingException when a value is out of range, or is the model's to say
   */
  TrainingPlan plan(HeadKind head, List<Double> margin, long seed, BaseModel base) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("--backbone", backbone);
    given.put("--width", width);
    given.put("--dimension", dimension);
    given.put("--side", side);
    given.put("--colour", colour);
    given.put("--frame", frame);
    given.put("--views", views);
    given.forEach(
        (name, value) -> {
          if (value != null) {
            throw new TrainingException(
                "--from takes the network and its input from the model; leave %s out"
                    .formatted(name));
          }
        });
    ModelCard.Network input = base.card().embedding();
    Kind shown = kind(input.frame());
    boolean aligned = base.card().detection() != null && shown == Kind.PHOTOGRAPHS;
    boolean small = base.backbone().kind() == Backbone.Kind.SMALL;
    try {
      return plan(
          loss(head, margin, requireNonNullElse(scale, small ? 24.0 : 64.0)),
          new TrainingPlan.Network(base.backbone(), input.width(), input.colour(), input.frame()),
          schedule(
              requireNonNullElse(epochs, 2),
              small,
              requireNonNullElse(learningRate, small ? 0.01 : 1e-5)),
          aligned ? Augmentation.aligned() : shown.augmentation,
          seed);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()));
    }
  }

  /* Photographs are mirrored at random; a mirrored symbol is another one. */
  private Kind kind(ModelCard.Frame of) {
    return requireNonNullElse(kind, of == ModelCard.Frame.DRAWING ? Kind.DRAWN : Kind.PHOTOGRAPHS);
  }

  private TrainingPlan.Loss loss(HeadKind head, List<Double> margin, double s) {
    return new TrainingPlan.Loss(head, head.margin(margin), new Scale(s, learnedScale), centres);
  }

  private TrainingPlan.Schedule schedule(int times, boolean small, double rate) {
    return new TrainingPlan.Schedule(
        times, requireNonNullElse(batch, small ? 128 : 32), perClass, rate, weightDecay);
  }

  private TrainingPlan plan(
      TrainingPlan.Loss loss,
      TrainingPlan.Network network,
      TrainingPlan.Schedule schedule,
      Augmentation augmentation,
      long seed) {
    return new TrainingPlan(loss, network, schedule, augmentation, sides, wccn, validation, seed);
  }
}
