package io.kith.embedder.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a head starts when its network already knows its way: each class in the mean direction of
 * its images' embeddings (Qi et al. 2018, "Low-Shot Learning with Imprinted Weights", arXiv
 * 1712.07136). Random directions would first undo what the network has learned.
 *
 * @param classes of the images, each counted once
 */
record ClassMeans(Start start, PreparedImages images, int classes) {

  /** Most images that a mean is taken of. */
  private static final int IMAGES = 8;

  /**
   * Means of all classes, from each of their sides and in the network's first view, {@code
   * [classes][dimension]}, of L2 norm 1; of norm 0 where none of a class's images could be read.
   */
  float[][] of(TrainedNetwork network) {
    List<List<Integer>> members = members();
    float[][] means = new float[start.plan().sides() * classes][];
    for (int label = 0; label < means.length; label++) {
      means[label] = mean(network.embed(inputs(members.get(label % classes), label / classes)));
    }
    return means;
  }

  private List<List<Integer>> members() {
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
    return members;
  }

  /** Images as they are, without a random change. */
  private float[][] inputs(List<Integer> members, int side) {
    Augmenter plain = new Augmenter(Augmentation.none(), start.input());
    SplittableRandom unused = new SplittableRandom(0);
    byte[] planes = new byte[images.size()];
    float[][] inputs = new float[members.size()][plain.size()];
    for (int i = 0; i < inputs.length; i++) {
      images.copy(members.get(i), planes);
      plain.apply(planes, side, unused, inputs[i], 0);
    }
    return inputs;
  }

  private float[] mean(float[][] embeddings) {
    float[] mean = new float[start.plan().backbone().dimension()];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += embedding[i];
      }
    }
    double squares = 0;
    for (float value : mean) {
      squares += (double) value * value;
    }
    double norm = Math.max(Math.sqrt(squares), 1e-12);
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= (float) norm;
    }
    return mean;
  }
}
