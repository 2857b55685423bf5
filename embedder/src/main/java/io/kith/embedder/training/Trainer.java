package io.kith.embedder.training;

import io.kith.config.LimitSettings;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.ImageException;
import io.kith.embedder.WholeImageInput;
import io.kith.embedder.training.TrainingImages.ImageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Trains one model. One training runs in a process at a time: PyTorch collects gradients of one
 * computation only.
 */
public final class Trainer {

  private static final double COLLAPSED = 0.9;
  private static final int VALIDATION_PER_CLASS = 20;
  private static final int VALIDATION_IMAGES = 6_000;

  private final TrainingPlan plan;
  private final LimitSettings limits;
  private final TrainingListener listener;

  /**
   * @param limits what images may be used
   * @param listener told how it goes
   */
  public Trainer(TrainingPlan plan, LimitSettings limits, TrainingListener listener) {
    this.plan = plan;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Trains a model and writes it into its folder, as {@code card.yml} and weights; what led to it
   * goes into the folder {@code run} beside them. A training that was stopped goes on where its
   * last whole epoch ended.
   *
   * @param images what to train on
   * @param model the model's folder, of its name
   * @return how it ended
   * @throws TrainingException when it cannot start; the message says what to change
   */
  public Training train(TrainingImages images, Path model) {
    images.remarks().forEach(listener::remark);
    ClassSplit split = ClassSplit.of(images, plan.validation(), plan.seed());
    try {
      RunFolder run = RunFolder.open(model, plan);
      try (PreparedImages prepared = prepare(split.training(), run.prepared());
          TrainedNetwork network =
              new TrainedNetwork(
                  plan, split.training().size() * (plan.rotationsAsClasses() ? 4 : 1))) {
        return train(split, prepared, network, run);
      }
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written: %s".formatted(model, e), e);
    }
  }

  private PreparedImages prepare(List<ImageClass> classes, Path file) {
    long all = classes.stream().mapToLong(each -> each.files().size()).sum();
    return PreparedImages.of(
        classes,
        new Augmenter(plan.augmentation(), plan.input("unnamed")).prepared(),
        limits,
        file,
        listener::remark,
        done -> listener.prepared(done, all));
  }

  private Training train(
      ClassSplit split, PreparedImages prepared, TrainedNetwork network, RunFolder run)
      throws IOException {
    int[] labels = prepared.labels();
    if (labels.length < 2) {
      throw new TrainingException("no image could be read; what is wrong is said above");
    }
    if (labels.length < plan.batch()) {
      listener.remark(
          "%d images are fewer than a batch of %d; each step takes all of them"
              .formatted(labels.length, plan.batch()));
    }
    BatchSampler sampler = new BatchSampler(labels, plan.batch(), plan.perClass(), plan.seed());
    Validation validation = Validation.of(split.validation(), plan, limits, listener);
    int epoch = run.checkpoint().exists() ? run.checkpoint().read(network.state()) : 0;
    if (epoch > 0) {
      listener.remark(
          epoch < plan.epochs() ? "goes on after epoch " + epoch : "all epochs are done already");
    }
    Epochs epochs = new Epochs(plan, sampler, prepared, network, split.training().size(), listener);
    EpochFigures last = null;
    for (; epoch < plan.epochs() && !listener.stopped(); epoch++) {
      EpochFigures figures = epoch(epoch, epochs, validation);
      if (figures == null) {
        break;
      }
      last = figures;
      run.checkpoint().write(epoch + 1, network.state());
      run.add(figures);
      draw(run);
      listener.epoch(figures);
    }
    // Stopped within an epoch, or begun when all was done: the last epoch's figures are of other
    // weights, or not known.
    OpenSetFigures held =
        last != null && !listener.stopped() ? last.validation() : validation.figures(network);
    boolean whole = epoch == plan.epochs();
    run.bundle(network.weights(), held, split, !whole);
    return new Training(epoch, whole, last, held);
  }

  /* A JDK on a machine without fonts cannot draw text, and says so with an error: no reason to stop. */
  private void draw(RunFolder run) throws IOException {
    try {
      run.draw();
    } catch (RuntimeException | InternalError | LinkageError e) {
      listener.remark("the curves were not drawn (are fonts installed?): " + e);
    }
  }

  /** Trains one epoch; null when it was stopped. */
  private @Nullable EpochFigures epoch(int epoch, Epochs epochs, Validation validation) {
    long start = System.nanoTime();
    OptionalDouble loss = epochs.train(epoch);
    if (loss.isEmpty()) {
      return null;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double concentration = epochs.network().concentration();
    if (concentration > COLLAPSED) {
      listener.remark(
          "the classes' directions lie %.2f towards one: the network has collapsed; use a smaller margin or learning rate"
              .formatted(concentration));
    }
    return new EpochFigures(
        epoch + 1,
        loss.getAsDouble(),
        epochs.lastLearningRate(epoch),
        concentration,
        epochs.sampler().batchesPerEpoch() * epochs.sampler().batch() / seconds,
        cpuSeconds(),
        validation.figures(epochs.network()));
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(each -> each.toNanos() / 1e9)
        .orElse(Double.NaN);
  }

  /** Images of the classes held out, as the trained model will see them. */
  private record Validation(List<float[]> inputs, List<Integer> labels, long seed) {

    static Validation of(
        List<ImageClass> classes,
        TrainingPlan plan,
        LimitSettings limits,
        TrainingListener listener) {
      WholeImageInput input = new WholeImageInput(plan.input("unnamed"));
      List<float[]> inputs = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (int label = 0; label < classes.size() && inputs.size() < VALIDATION_IMAGES; label++) {
        for (Path file : classes.get(label).files().stream().limit(VALIDATION_PER_CLASS).toList()) {
          try {
            inputs.add(input.values(DecodedImage.decode(Files.readAllBytes(file), limits)));
            labels.add(label);
          } catch (ImageException | IOException e) {
            listener.remark("%s is left out: %s".formatted(file, e.getMessage()));
          }
        }
      }
      return new Validation(inputs, labels, plan.seed());
    }

    @Nullable OpenSetFigures figures(TrainedNetwork network) {
      return inputs.isEmpty()
          ? null
          : OpenSetFigures.of(
              network.embed(inputs.toArray(float[][]::new)),
              labels.stream().mapToInt(Integer::intValue).toArray(),
              seed);
    }
  }
}
