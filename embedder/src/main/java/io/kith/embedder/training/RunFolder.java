package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.BaseModel;
import io.kith.embedder.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A model's folder while it is trained: the model itself, and in {@code run} what led to it. One
 * training has it at a time.
 */
final class RunFolder implements AutoCloseable {

  private static final String CARD = "card.yml";
  private static final String WEIGHTS = ".params";
  private static final String PLAN = "plan.txt";
  private static final String IMAGES = "images, SHA-256 of their names and sizes: ";
  private static final String METRICS = "metrics.csv";
  private static final String HEADER =
      "epoch,loss,learning_rate,concentration,images_per_second,cpu_seconds,eer,few_shot,rank1,dir_at_1,dir_at_10,threshold_at_1,threshold_at_eer,ways,strangers";

  private final Path model;
  private final Path run;
  private final Start start;
  private final FileChannel lock;

  private RunFolder(Path model, Start start, FileChannel lock) {
    this.model = model;
    this.run = run(model);
    this.start = start;
    this.lock = lock;
  }

  private static Path run(Path model) {
    return model.resolve("run");
  }

  /**
   * Opens a folder for a training, new or to go on with.
   *
   * @throws TrainingException when it is of a training by another plan, from another model, or on
   *     other images, or another training has it
   */
  static RunFolder open(Path model, Start start, TrainingImages images) throws IOException {
    if (Files.exists(model.resolve(CARD)) && !Files.exists(run(model).resolve(PLAN))) {
      throw new TrainingException(
          "%s holds a model that was not trained here; choose another name".formatted(model));
    }
    Files.createDirectories(run(model));
    RunFolder folder = new RunFolder(model, start, lock(model));
    try {
      folder.keepPlan(start.describe(), images.digest());
      return folder;
    } catch (TrainingException | IOException e) {
      folder.close();
      throw e;
    }
  }

  private static FileChannel lock(Path model) throws IOException {
    FileChannel channel =
        FileChannel.open(
            run(model).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locks(channel)) {
      channel.close();
      throw new TrainingException(
          "another training goes on in %s; wait for it, stop it, or choose another name"
              .formatted(model));
    }
    return channel;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // this process has it
    }
  }

  /**
   * Whether a model is there that has fewer epochs behind it than these, or none that are known.
   */
  static boolean holdsModelBefore(int epochs, Path model) {
    Checkpoint checkpoint = checkpoint(model);
    try {
      return Files.exists(model.resolve(CARD))
          && !(checkpoint.exists() && checkpoint.epochs() >= epochs);
    } catch (IOException e) {
      throw new TrainingException("%s cannot be read: %s".formatted(model, e), e);
    }
  }

  /* Where an epoch or a model is there, the training goes on, so it has to be the same. */
  private void keepPlan(String plan, String images) throws IOException {
    Path file = run.resolve(PLAN);
    String text = plan + IMAGES + images + "\n";
    boolean begun = checkpoint().exists() || Files.exists(model.resolve(CARD));
    String kept = begun && Files.exists(file) ? Files.readString(file) : text;
    if (!kept.startsWith(plan + IMAGES)) {
      throw another(model + " is of a training by another plan");
    }
    if (!kept.equals(text)) {
      throw another("the images are not those that the training in %s began with".formatted(model));
    }
    if (!checkpoint().exists()) {
      Files.deleteIfExists(run.resolve(METRICS));
    }
    Files.writeString(file, text);
  }

  private static TrainingException another(String reason) {
    return new TrainingException(reason + "; delete it to begin anew, or choose another name");
  }

  Path prepared() {
    return run.resolve("prepared.bin");
  }

  Checkpoint checkpoint() {
    return checkpoint(model);
  }

  private static Checkpoint checkpoint(Path model) {
    return new Checkpoint(run(model).resolve("state.bin"));
  }

  /** Keeps an epoch's figures. */
  void add(EpochFigures figures) throws IOException {
    Path file = run.resolve(METRICS);
    if (!Files.exists(file)) {
      Files.writeString(file, HEADER + "\n");
    }
    OpenSetFigures held = figures.validation();
    String open =
        held == null
            ? ",,,,,,,,"
            : String.format(
                Locale.ROOT,
                "%.5f,%.5f,%.5f,%s,%s,%.5f,%.5f,%d,%d",
                held.eer(),
                held.fewShot(),
                held.rank1(),
                cell(held.dirAt1()),
                cell(held.dirAt10()),
                held.thresholdAt1(),
                held.thresholdAtEer(),
                held.ways(),
                held.strangers());
    String line =
        String.format(
            Locale.ROOT,
            "%d,%.5f,%.6f,%.4f,%.1f,%.1f,%s%n",
            figures.epoch(),
            figures.loss(),
            figures.learningRate(),
            figures.concentration(),
            figures.imagesPerSecond(),
            figures.cpuSeconds(),
            open);
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }

  private static String cell(OptionalDouble figure) {
    return figure.isPresent() ? String.format(Locale.ROOT, "%.5f", figure.getAsDouble()) : "";
  }

  /** Draws the figures of all epochs kept. */
  void draw() throws IOException {
    Curves.draw(run.resolve(METRICS), run.resolve("curves.png"));
  }

  /**
   * Writes the model: its files, then the card that makes it one. Weights are in a file named by
   * their hash, so that the card of a model that is there stays true until it is replaced.
   */
  void bundle(byte[] weights, Training training, ClassSplit split) throws IOException {
    String name = model.getFileName().toString();
    String hash = Sha256.hex(weights);
    String file = "%s-%s%s".formatted(name, hash.substring(0, 16), WEIGHTS);
    List<ModelCard.File> files = new ArrayList<>();
    files.add(new ModelCard.File(file, null, hash));
    BaseModel base = start.base();
    if (base != null) {
      files.addAll(base.copyDetection(model));
    }
    // Before the weights, so that a model that is there stays where there can be no card.
    ModelCard card = new TrainedCard(start, training, split).of(name, files);
    Files.write(
        model.resolve(file),
        weights,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    new ModelCards().write(card, model.resolve(CARD));
    deleteWeightsBut(file);
  }

  private void deleteWeightsBut(String file) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(model, "*" + WEIGHTS)) {
      for (Path each : all) {
        if (!each.endsWith(file)) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
