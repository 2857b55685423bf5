package io.kith.embedder.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a head starts when its network already knows its way: each class in the mean direction of
 * its images' embeddings (Qi et al. 2018, "Low-Shot Learning with Imprinted Weights", arXiv
 * 1712.07136). Random directions would first undo what the network has learned.
 */
final class ClassMeans {

  /** Images that a mean is taken of. */
  private static final int IMAGES = 8;

  private final Start start;
  private final PreparedImages images;
  private final int classes;

  /**
   * @param classes of the images, without their turns
   */
  ClassMeans(Start start, PreparedImages images, int classes) {
    this.start = start;
    this.images = images;
    this.classes = classes;
  }

  /** Means of all classes, their turns included, {@code [classes][dimension]}, of L2 norm 1. */
  float[][] of(TrainedNetwork network) {
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      members.add(new ArrayList<>());
    }
    int[] labels = images.labels();
    for (int i = 0; i < labels.length; i++) {
      if (members.get(labels[i]).size() < IMAGES) {
        members.get(labels[i]).add(i);
      }
    }
    float[][] means =
        new float[(start.plan().rotationsAsClasses() ? 4 : 1) * classes]
            [start.plan().backbone().dimension()];
    Augmenter plain = new Augmenter(Augmentation.none(), start.input());
    SplittableRandom random = new SplittableRandom(start.plan().seed());
    for (int label = 0; label < means.length; label++) {
      add(
          network.embed(inputs(members.get(label % classes), label / classes, plain)),
          means[label],
          random);
    }
    return means;
  }

  private float[][] inputs(List<Integer> members, int quarters, Augmenter plain) {
    byte[] planes = new byte[images.size()];
    float[][] inputs = new float[members.size()][plain.size()];
    for (int i = 0; i < inputs.length; i++) {
      images.copy(members.get(i), planes);
      plain.apply(planes, quarters, new SplittableRandom(0), inputs[i], 0);
    }
    return inputs;
  }

  /** A class none of whose images could be read starts anywhere. */
  private static void add(float[][] embeddings, float[] mean, SplittableRandom random) {
    for (float[] embedding : embeddings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += embedding[i];
      }
    }
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      mean[i] = embeddings.length == 0 ? (float) random.nextGaussian() : mean[i];
      squares += mean[i] * mean[i];
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= (float) Math.sqrt(squares);
    }
  }
}
