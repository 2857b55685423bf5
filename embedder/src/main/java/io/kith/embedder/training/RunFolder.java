package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.BaseModel;
import io.kith.embedder.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A model's folder while it is trained: the model itself, and in {@code run} what led to it. */
final class RunFolder {

  private static final String CARD = "card.yml";
  private static final String PLAN = "plan.txt";
  private static final String IMAGES = "images, SHA-256 of their names and sizes: ";
  private static final String METRICS = "metrics.csv";
  private static final String HEADER =
      "epoch,loss,learning_rate,concentration,images_per_second,cpu_seconds,eer,few_shot,rank1,dir_at_1,dir_at_10,threshold_at_1,threshold_at_eer,ways,strangers";

  private final Path model;
  private final Path run;
  private final Start start;

  private RunFolder(Path model, Start start) {
    this.model = model;
    this.run = model.resolve("run");
    this.start = start;
  }

  /**
   * Opens a folder for a training, new or to go on with.
   *
   * @throws TrainingException when it is of a training by another plan, from another model, or on
   *     other images
   */
  static RunFolder open(Path model, Start start, TrainingImages images) throws IOException {
    RunFolder folder = new RunFolder(model, start);
    if (Files.exists(model.resolve(CARD)) && !Files.exists(folder.run.resolve(PLAN))) {
      throw new TrainingException(
          "%s holds a model that was not trained here; choose another name".formatted(model));
    }
    Files.createDirectories(folder.run);
    folder.keepPlan(start.describe(), images.digest());
    return folder;
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
    return new Checkpoint(run.resolve("state.bin"));
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

  /** Writes the model: its files, then the card that makes it one. */
  void bundle(byte[] weights, Training training, ClassSplit split) throws IOException {
    String name = model.getFileName().toString();
    String file = name + ".params";
    List<ModelCard.File> files = new ArrayList<>();
    files.add(new ModelCard.File(file, null, Sha256.hex(weights)));
    BaseModel base = start.base();
    if (base != null) {
      files.addAll(base.copyDetection(model));
    }
    // Before the weights, so that a model that is there stays where there can be no card.
    ModelCard card = new TrainedCard(start, training, split).of(name, files);
    Files.write(model.resolve(file), weights);
    new ModelCards().write(card, model.resolve(CARD));
  }
}
