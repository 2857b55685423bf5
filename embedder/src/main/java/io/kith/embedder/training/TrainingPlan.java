package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.Scale;

/**
 * All that a training does beside its images; equal plans give equal weights on equal images with
 * an equal number of engine threads. Immutable.
 *
 * @param loss what is minimised
 * @param network what is trained
 * @param schedule its steps
 * @param augmentation how images are changed
 * @param sides sides from which each class is a class of its own: 1; 4, turned by quarters; 8,
 *     these mirrored too
 * @param wccn whether the within-class covariance of embeddings is normalised in the end, see
 *     {@link WithinClass}
 * @param validation share of the classes that are held out to validate, 0 to 0.9
 * @param seed of all that is random
 */
public record TrainingPlan(
    Loss loss,
    Network network,
    Schedule schedule,
    Augmentation augmentation,
    int sides,
    boolean wccn,
    double validation,
    long seed) {

  public TrainingPlan {
    require(validation >= 0 && validation <= 0.9, "validation", validation, "0 to 0.9");
    require(sides == 1 || sides == 4 || sides == 8, "sides", sides, "1, 4 or 8");
    if (sides == 8 && augmentation.mirror()) {
      throw new TrainingException(
          "sides: 8 takes a mirrored class for another one, while images of this kind are mirrored at random; allowed: 1 or 4, or images that are drawn or plain");
    }
  }

  /**
   * What is minimised: the cross entropy of a head, which classifies while the network is trained.
   *
   * @param margin of the head; none for those that have none
   * @param scale s
   * @param centres centres a class, 1 to 16; more than 1 for sub-centre heads
   */
  public record Loss(HeadKind head, Margin margin, Scale scale, int centres) {
    public Loss {
      require(centres >= 1 && centres <= 16, "centres", centres, "1 to 16");
    }
  }

  /**
   * What is trained.
   *
   * @param side width and height of the input, pixels, 16 to 256
   * @param colour colour of the input
   * @param frame what of an image the network is given
   */
  public record Network(
      ModelCard.Backbone backbone, int side, ModelCard.Colour colour, ModelCard.Frame frame) {
    public Network {
      require(side >= 16 && side <= 256, "side", side, "16 to 256 pixels");
    }

    /** What a model card says of it. */
    ModelCard.Network card(String file) {
      return new ModelCard.Network(
          file, ModelCard.Engine.KITH, side, side, colour, 127.5, 127.5, backbone, frame);
    }
  }

  /**
   * The steps of stochastic gradient descent.
   *
   * @param epochs times that as many images are drawn as there are, but for an incomplete batch at
   *     the end; evenly each image is seen so often. 1 to 100,000
   * @param batch images a step, 2 to 4,096
   * @param perClass images of one class in a batch, drawn class by class; 0 for evenly over images
   * @param learningRate largest learning rate, above 0 to 10; it rises to it over the first
   *     twentieth of the steps and falls to 0 along a cosine
   * @param weightDecay of weights, 0 to below 1; biases and batch norm do not decay
   */
  public record Schedule(
      int epochs, int batch, int perClass, double learningRate, double weightDecay) {

    static final double MOMENTUM = 0.9;

    /* Share of the steps over which the margin grows; thousands of classes do not start otherwise. */
    private static final double RAMP = 0.25;

    private static final double WARM_UP = 0.05;

    /* More would cost a long training minutes and draw the same curve. */
    private static final int MOST_VALIDATIONS = 20;

    public Schedule {
      require(epochs >= 1 && epochs <= 100_000, "epochs", epochs, "1 to 100000");
      require(batch >= 2 && batch <= 4096, "batch", batch, "2 to 4096");
      require(perClass >= 0 && perClass <= batch, "perClass", perClass, "0 to the batch");
      require(
          learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "above 0 to 10");
      require(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay, "0 to below 1");
    }

    /** Learning rate at a step. */
    double learningRate(long step, long steps) {
      double warm = WARM_UP * steps;
      if (step < warm) {
        // Of few steps the warm-up ends within its last one.
        return learningRate * Math.min(1, (step + 1) / warm);
      }
      return learningRate * (1 + Math.cos(Math.PI * (step - warm) / (steps - warm))) / 2;
    }

    /**
     * Whether the classes held out are tried after an epoch, from 0; after the last they always
     * are.
     */
    boolean validates(int epoch) {
      int every = (epochs + MOST_VALIDATIONS - 1) / MOST_VALIDATIONS;
      return (epochs - 1 - epoch) % every == 0;
    }

    /** Steps over which the margin grows. */
    long ramp(long steps) {
      return (long) (RAMP * steps);
    }
  }

  private static void require(boolean valid, String name, Object value, String allowed) {
    if (!valid) {
      throw new TrainingException(
          "%s: %s is not allowed; allowed: %s".formatted(name, value, allowed));
    }
  }
}
