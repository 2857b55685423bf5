package io.kith.embedder.training;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import io.kith.embedder.training.TrainingImages.ImageClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Trains one model. One training runs in a process at a time: PyTorch collects gradients of one
 * computation only.
 */
public final class Trainer {

  private static final double COLLAPSED = 0.9;

  private final TrainingPlan plan;
  private final LimitSettings limits;
  private final OpenSetFigures.Measure measure;
  private final TrainingListener listener;

  /**
   * @param limits what images may be used
   * @param measure of the classes held out
   * @param listener told how it goes
   */
  public Trainer(
      TrainingPlan plan,
      LimitSettings limits,
      OpenSetFigures.Measure measure,
      TrainingListener listener) {
    this.plan = plan;
    this.limits = limits;
    this.measure = measure;
    this.listener = listener;
  }

  /**
   * Trains a model and writes it into its folder, as {@code card.yml} and weights; what led to it
   * goes into the folder {@code run} beside them. A training that was stopped goes on where its
   * last whole epoch ended; the model is what it was then.
   *
   * @param images what to train on
   * @param model the model's folder, of its name
   * @return how it ended
   * @throws TrainingException when it cannot start, with what to change; or when it is stopped
   *     before an epoch was whole, so that there is no model
   */
  public Training train(TrainingImages images, Path model) {
    return train(images, model, Start.afresh(plan));
  }

  /**
   * The same, starting from a model that is there: on the subjects that it finds, at its weights,
   * and with its detection in the new model.
   *
   * @param base the model; of the plan's backbone
   */
  public Training train(TrainingImages images, Path model, BaseModel base) {
    return train(images, model, new Start(plan, base));
  }

  /**
   * Whether a model is there that this training would put another in the place of, as when it goes
   * on after a stop.
   *
   * @param model the model's folder, of its name
   */
  public boolean replaces(Path model) {
    return RunFolder.holdsModelBefore(plan.schedule().epochs(), model);
  }

  private Training train(TrainingImages images, Path model, Start start) {
    images.remarks().forEach(listener::remark);
    ClassSplit split = ClassSplit.of(images, plan.validation(), plan.seed());
    split.remarks().forEach(listener::remark);
    try (RunFolder run = RunFolder.open(model, start, images);
        TrainedNetwork network =
            new TrainedNetwork(start, split.training().size() * plan.sides())) {
      return train(split, network, run, start);
    } catch (IOException e) {
      throw new TrainingException("%s cannot be read or written: %s".formatted(model, e), e);
    }
  }

  private PreparedImages prepare(List<ImageClass> classes, Start start, Path file) {
    long all = classes.stream().mapToLong(each -> each.files().size()).sum();
    SubjectReader reader =
        reader(start, new Augmenter(plan.augmentation(), start.input()).prepared());
    PreparedImages prepared =
        PreparedImages.of(classes, reader, file, done -> listener.prepared(done, all));
    reader.remarkCrowded("to train on");
    return prepared;
  }

  private SubjectReader reader(Start start, ModelCard.Network input) {
    return new SubjectReader(start.subjects(input), limits, listener::remark, listener::stopped);
  }

  private HeldOut heldOut(List<ImageClass> classes, Start start) {
    SubjectReader reader = reader(start, start.input());
    HeldOut heldOut = HeldOut.read(classes, reader, plan.seed(), measure);
    reader.remarkCrowded("held out");
    return heldOut;
  }

  private Training train(ClassSplit split, TrainedNetwork network, RunFolder run, Start start)
      throws IOException {
    // What may refuse the training comes before all images are decoded.
    HeldOut heldOut = heldOut(split.validation(), start);
    OpenSetFigures before = before(start, heldOut, network);
    int epoch = 0;
    if (run.checkpoint().exists()) {
      epoch = run.checkpoint().read(network.state());
      listener.remark(
          epoch < plan.schedule().epochs()
              ? "goes on after epoch " + epoch
              : "all epochs are done already");
    }
    EpochFigures last = null;
    if (epoch < plan.schedule().epochs() || plan.wccn()) {
      try (PreparedImages prepared = prepare(split.training(), start, run.prepared())) {
        BatchSampler sampler = sampler(prepared);
        int all = split.training().size();
        ClassEmbeddings classes = new ClassEmbeddings(start, prepared, all);
        if (epoch == 0 && start.base() != null) {
          network.aim(classes.means(network));
        }
        Epochs epochs = new Epochs(start, sampler, prepared, network, all, listener);
        last = train(epoch, epochs, heldOut, run);
        epoch = last == null ? epoch : last.epoch();
        if (epoch == 0) {
          throw new TrainingException(
              "stopped within the first epoch, before anything was kept; no model was installed");
        }
        if (epoch < plan.schedule().epochs()) {
          // The steps since the last whole epoch are taken again when the training goes on.
          run.checkpoint().read(network.state());
        }
        if (plan.wccn()) {
          listener.remark("normalising the covariance within classes");
          network.map(classes.within(network).normalisation());
        }
      }
    }
    // Begun when all was done, or mapped, the last epoch's figures are not known, or of other
    // weights.
    OpenSetFigures now = last == null || plan.wccn() ? null : last.validation();
    if (now == null) {
      now = heldOut.figures(network);
    }
    boolean whole = epoch == plan.schedule().epochs();
    Training training = new Training(epoch, whole, last, now, before);
    run.bundle(network.weights(), training, split);
    return training;
  }

  private BatchSampler sampler(PreparedImages prepared) {
    int[] labels = prepared.labels();
    if (labels.length < 2) {
      throw new TrainingException("no image could be read; what is wrong is said above");
    }
    if (labels.length < plan.schedule().batch()) {
      listener.remark(
          "%d images are fewer than a batch of %d; each step takes all of them"
              .formatted(labels.length, plan.schedule().batch()));
    }
    return new BatchSampler(
        labels, plan.schedule().batch(), plan.schedule().perClass(), plan.seed());
  }

  /** Trains the epochs that are left; the last whole one of them, null where there is none. */
  private @Nullable EpochFigures train(int done, Epochs epochs, HeldOut heldOut, RunFolder run)
      throws IOException {
    EpochFigures last = null;
    for (int epoch = done; epoch < plan.schedule().epochs() && !listener.stopped(); epoch++) {
      EpochFigures figures = epoch(epoch, epochs, heldOut);
      if (figures == null) {
        break;
      }
      last = figures;
      run.checkpoint().write(epoch + 1, epochs.network().state());
      run.add(figures);
      draw(run);
      listener.epoch(figures);
    }
    return last;
  }

  /** How the model that it starts from does; null where it starts from none. */
  private @Nullable OpenSetFigures before(Start start, HeldOut heldOut, TrainedNetwork network) {
    BaseModel base = start.base();
    if (base == null) {
      return null;
    }
    listener.remark("measuring %s on the classes held out".formatted(base.card().name()));
    return heldOut.figures(network);
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
  private @Nullable EpochFigures epoch(int epoch, Epochs epochs, HeldOut heldOut) {
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
    epochs
        .network()
        .learnedScale()
        .ifPresent(scale -> listener.remark("the scale learned is %.2f".formatted(scale)));
    return new EpochFigures(
        epoch + 1,
        loss.getAsDouble(),
        epochs.lastLearningRate(epoch),
        concentration,
        epochs.sampler().batchesPerEpoch() * epochs.sampler().batch() / seconds,
        cpuSeconds(),
        plan.schedule().validates(epoch) ? heldOut.figures(epochs.network()) : null);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(each -> each.toNanos() / 1e9)
        .orElse(Double.NaN);
  }
}
