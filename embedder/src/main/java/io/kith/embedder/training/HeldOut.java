package io.kith.embedder.training;

import io.kith.embedder.Embedding;
import io.kith.embedder.training.TrainingImages.ImageClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Images of the classes held out, as the trained model will see them. Immutable. */
final class HeldOut {

  private static final double ROUNDING = 1e-3;
  private static final int MOST_PER_CLASS = 20;
  private static final int MOST_IMAGES = 6_000;

  /** Most values that are kept, 400 MB of them. */
  private static final int MOST_VALUES = 100_000_000;

  private final float[][] inputs;
  private final int[] labels;
  private final long seed;
  private final OpenSetFigures.Measure measure;

  private HeldOut(float[][] inputs, int[] labels, long seed, OpenSetFigures.Measure measure) {
    this.inputs = inputs;
    this.labels = labels;
    this.seed = seed;
    this.measure = measure;
  }

  /**
   * Reads them; a few of each class, of so many classes, drawn at random, as fit into memory.
   *
   * @throws TrainingException when too few of the classes can be told apart
   */
  static HeldOut read(
      List<ImageClass> classes, SubjectReader reader, long seed, OpenSetFigures.Measure measure) {
    int most = Math.min(MOST_IMAGES, MOST_VALUES / reader.size());
    List<ImageClass> drawn = drawn(classes, most, seed);
    List<Path> files = new ArrayList<>();
    List<Integer> classOf = new ArrayList<>();
    for (int label = 0; label < drawn.size(); label++) {
      for (Path file : of(drawn.get(label))) {
        files.add(file);
        classOf.add(label);
      }
    }
    List<Optional<float[]>> read = files.parallelStream().map(reader::read).toList();
    List<float[]> inputs = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).isPresent()) {
        inputs.add(read.get(i).get());
        labels.add(classOf.get(i));
      }
    }
    if (!classes.isEmpty()) {
      requireEnough(classes.size(), labels);
    }
    return new HeldOut(
        inputs.toArray(float[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        seed,
        measure);
  }

  /** In the order that they had. */
  static List<ImageClass> drawn(List<ImageClass> classes, int most, long seed) {
    List<ImageClass> shuffled = new ArrayList<>(classes);
    Collections.shuffle(shuffled, new Random(seed));
    Set<ImageClass> drawn = new HashSet<>();
    int images = 0;
    for (ImageClass each : shuffled) {
      images += of(each).size();
      if (images > most) {
        break;
      }
      drawn.add(each);
    }
    return classes.stream().filter(drawn::contains).toList();
  }

  private static List<Path> of(ImageClass each) {
    return each.files().stream().limit(MOST_PER_CLASS).toList();
  }

  /* Of fewer, figures and thresholds would be chance, or no numbers. */
  private static void requireEnough(int classes, List<Integer> labels) {
    if (labels.isEmpty()) {
      throw new TrainingException("no image could be read; what is wrong is said above");
    }
    long usable =
        labels.stream()
            .collect(Collectors.groupingBy(label -> label, Collectors.counting()))
            .values()
            .stream()
            .filter(images -> images > 1)
            .count();
    if (usable < ClassSplit.LEAST_VALIDATION) {
      throw new TrainingException(
          "of the %d classes held out to validate %d have two images or more that can be used; %d are needed: add images or classes, hold out a larger share of the classes, or none"
              .formatted(classes, usable, ClassSplit.LEAST_VALIDATION));
    }
  }

  /**
   * How a network does on them; null when there are none.
   *
   * @throws TrainingException when what it makes of one of them is no embedding
   */
  @Nullable OpenSetFigures figures(TrainedNetwork network) {
    return inputs.length == 0 ? null : measure.of(checked(network.embed(inputs)), labels, seed);
  }

  /* Those of a network that has diverged are no numbers, or nothing. */
  static float[][] checked(float[][] embeddings) {
    for (float[] embedding : embeddings) {
      double norm = Embedding.norm(embedding);
      if (!(Math.abs(norm - 1) < ROUNDING)) {
        throw new TrainingException(
            "the L2 norm of the embedding of an image held out is %s, not 1: the model cannot be used; train with a smaller learning rate, or on other images"
                .formatted(norm));
      }
    }
    return embeddings;
  }
}
