package io.kith.embedder.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Says which images are in each batch of an epoch. Immutable.
 *
 * <p>Evenly over images: each once an epoch, in random order, the last few of an incomplete batch
 * left out. Or balanced, P x K: each batch holds K images each of P random classes, so that rare
 * classes are seen as often as others.
 */
final class BatchSampler {

  private final List<int[]> byClass;
  private final int images;
  private final int batch;
  private final int perClass;
  private final long seed;

  /**
   * @param labels class of each image
   * @param batch images a batch; all images if there are fewer
   * @param perClass K, images of one class in a batch; 0 for evenly over images
   */
  BatchSampler(int[] labels, int batch, int perClass, long seed) {
    this.images = labels.length;
    this.batch = Math.min(batch, images);
    this.perClass = perClass;
    this.seed = seed;
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      while (lists.size() <= labels[i]) {
        lists.add(new ArrayList<>());
      }
      lists.get(labels[i]).add(i);
    }
    this.byClass =
        lists.stream()
            .filter(list -> !list.isEmpty())
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toList();
  }

  int batchesPerEpoch() {
    return images / batch;
  }

  int batch() {
    return batch;
  }

  /** What is random in one batch; -1 for the epoch's order. */
  SplittableRandom random(int epoch, int number) {
    return new SplittableRandom(
        new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L * (epoch + 1L)).nextLong()
            ^ 0xBF58476D1CE4E5B9L * (number + 2L));
  }

  /** The images of each batch. */
  int[][] epoch(int epoch) {
    SplittableRandom random = random(epoch, -1);
    int[][] batches = new int[batchesPerEpoch()][];
    if (perClass == 0) {
      int[] order = shuffled(images, random);
      for (int i = 0; i < batches.length; i++) {
        batches[i] = Arrays.copyOfRange(order, i * batch, (i + 1) * batch);
      }
      return batches;
    }
    for (int i = 0; i < batches.length; i++) {
      batches[i] = balanced(random);
    }
    return batches;
  }

  private int[] balanced(SplittableRandom random) {
    int[] chosen = new int[batch];
    int[] classes = shuffled(byClass.size(), random);
    for (int i = 0; i < batch; i++) {
      int[] members = byClass.get(classes[i / perClass % classes.length]);
      chosen[i] = members[random.nextInt(members.length)];
    }
    return chosen;
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
