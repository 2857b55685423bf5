package io.kith.embedder.training;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.Scale;
import io.kith.embedder.training.TrainingImages.ImageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a margin does, small enough to be seen: embeddings of two or three dimensions of eight
 * classes, trained with CosFace and margins of 0 and up, as in figure 4 of its paper (Wang et al.
 * 2018, arXiv 1801.09414).
 */
public final class ToyExperiment {

  /** Classes that are trained on. */
  public static final int CLASSES = 8;

  private static final double SCALE = 10;
  private static final int EPOCHS = 200;
  private static final int BATCH = 64;
  private static final int WIDTH = 16;
  private static final int SIDE = 28;
  private static final int HELD_OUT = 4;

  private final List<ImageClass> training = new ArrayList<>();
  private final List<ImageClass> heldOut = new ArrayList<>();
  private final LimitSettings limits;

  /**
   * An experiment on the first eight classes; every fourth image of each is held out.
   *
   * @throws TrainingException when there are fewer classes, or one has fewer than eight images
   */
  public ToyExperiment(TrainingImages images, LimitSettings limits) {
    List<ImageClass> usable =
        images.classes().stream()
            .filter(each -> each.files().size() >= 2 * HELD_OUT)
            .limit(CLASSES)
            .toList();
    if (usable.size() < CLASSES) {
      throw new TrainingException(
          "classes of %d images or more: %d; the figure needs %d"
              .formatted(2 * HELD_OUT, usable.size(), CLASSES));
    }
    for (ImageClass each : usable) {
      training.add(part(each, false));
      heldOut.add(part(each, true));
    }
    this.limits = limits;
  }

  private static ImageClass part(ImageClass all, boolean held) {
    return new ImageClass(
        all.name(),
        all.group(),
        IntStream.range(0, all.files().size())
            .filter(i -> (i % HELD_OUT == HELD_OUT - 1) == held)
            .mapToObj(all.files()::get)
            .toList());
  }

  /**
   * One margin's outcome, on the images held out.
   *
   * @param margin cosine
   * @param features {@code [images][dimension]}, as the network gives them
   * @param labels class of each
   * @param meanAngle between an embedding and its class's mean embedding, degrees
   * @param smallestAngle between two classes' weights, degrees
   */
  @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
  public record Outcome(
      double margin, float[][] features, int[] labels, double meanAngle, double smallestAngle) {}

  /**
   * Trains with one margin.
   *
   * @param dimension of the embeddings, 2 or 3
   * @param margin cosine
   * @throws TrainingException when an image cannot be read
   */
  public Outcome run(int dimension, double margin, long seed, TrainingListener listener) {
    TrainingPlan plan =
        new TrainingPlan(
            new TrainingPlan.Loss(HeadKind.COSFACE, Margin.cosFace(margin), Scale.fixed(SCALE), 1),
            new TrainingPlan.Network(
                new ModelCard.Backbone(ModelCard.Backbone.Kind.SMALL, WIDTH, dimension, 1),
                SIDE,
                ModelCard.Colour.GREY,
                ModelCard.Frame.IMAGE),
            new TrainingPlan.Schedule(EPOCHS, BATCH, 0, 0.05, 5e-4),
            Augmentation.drawn(),
            1,
            false,
            0,
            seed);
    try {
      Path scratch = Files.createTempFile("kith-toy", ".bin");
      Start start = Start.afresh(plan);
      Augmenter augmenter = new Augmenter(plan.augmentation(), start.input());
      SubjectReader reader =
          new SubjectReader(
              start.subjects(augmenter.prepared()), limits, listener::remark, listener::stopped);
      try (PreparedImages prepared = PreparedImages.of(training, reader, scratch, _ -> {});
          TrainedNetwork network = new TrainedNetwork(start, CLASSES)) {
        train(start, prepared, network, listener);
        return outcome(margin, start, network, listener);
      }
    } catch (IOException e) {
      throw new TrainingException("images cannot be read: " + e.getMessage(), e);
    }
  }

  private static void train(
      Start start, PreparedImages prepared, TrainedNetwork network, TrainingListener listener) {
    TrainingPlan plan = start.plan();
    BatchSampler sampler =
        new BatchSampler(prepared.labels(), plan.schedule().batch(), 0, plan.seed());
    Epochs epochs = new Epochs(start, sampler, prepared, network, CLASSES, listener);
    for (int epoch = 0; epoch < plan.schedule().epochs(); epoch++) {
      if (epochs.train(epoch).isEmpty()) {
        throw new TrainingException("stopped before the end");
      }
    }
  }

  private Outcome outcome(
      double margin, Start start, TrainedNetwork network, TrainingListener listener) {
    SubjectReader reader =
        new SubjectReader(
            start.subjects(start.input()),
            limits,
            refusal -> {
              throw new TrainingException(refusal);
            },
            listener::stopped);
    List<float[]> inputs = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < heldOut.size(); label++) {
      for (Path file : heldOut.get(label).files()) {
        reader.read(file).ifPresent(inputs::add);
        labels.add(label);
      }
    }
    float[][] features = network.features(inputs.toArray(float[][]::new));
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    return new Outcome(
        margin,
        features,
        classes,
        meanAngle(features, classes),
        smallestAngle(network.directions()));
  }

  static double meanAngle(float[][] features, int[] labels) {
    int dimension = features[0].length;
    double[][] means = new double[CLASSES][dimension];
    for (int i = 0; i < features.length; i++) {
      double norm = norm(features[i]);
      for (int j = 0; j < dimension; j++) {
        means[labels[i]][j] += features[i][j] / norm;
      }
    }
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      double[] mean = means[labels[i]];
      double product = 0;
      double squares = 0;
      for (int j = 0; j < dimension; j++) {
        product += features[i][j] * mean[j];
        squares += mean[j] * mean[j];
      }
      sum += degrees(product / norm(features[i]) / Math.sqrt(squares));
    }
    return sum / features.length;
  }

  static double smallestAngle(float[][] directions) {
    double smallest = 180;
    for (int i = 0; i < directions.length; i++) {
      for (int j = 0; j < i; j++) {
        double product = 0;
        for (int d = 0; d < directions[i].length; d++) {
          product += directions[i][d] * directions[j][d];
        }
        smallest = Math.min(smallest, degrees(product));
      }
    }
    return smallest;
  }

  private static double degrees(double cosine) {
    return Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)));
  }

  private static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    return Math.max(Math.sqrt(squares), 1e-12);
  }
}
