package io.kith.embedder.training;

import io.kith.embedder.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Embeddings of the images that are trained on, as they are, without a random change.
 *
 * @param classes of the images, each counted once
 */
record ClassEmbeddings(Start start, PreparedImages images, int classes) {

  /** Most images of a class that a mean is taken of. */
  private static final int OF_A_MEAN = 8;

  /** Most images of a class, and of all, that a covariance is taken of. */
  private static final int OF_A_COVARIANCE = 20;

  private static final int OF_ALL = 20_000;

  /**
   * Means of all classes, from each of their sides and in the network's first view, {@code
   * [classes][dimension]}, of L2 norm 1; of norm 0 where none of a class's images could be read.
   *
   * <p>A head starts there when its network already knows its way (Qi et al. 2018, "Low-Shot
   * Learning with Imprinted Weights", arXiv 1712.07136): random directions would first undo what
   * the network has learned.
   */
  float[][] means(TrainedNetwork network) {
    List<List<Integer>> members = members(OF_A_MEAN);
    float[][] means = new float[start.plan().sides() * classes][];
    for (int label = 0; label < means.length; label++) {
      means[label] = mean(network.embed(inputs(members.get(label % classes), label / classes)));
    }
    return means;
  }

  /** How embeddings of one class differ, in all of the network's views. */
  WithinClass within(TrainedNetwork network) {
    int dimension = start.plan().network().backbone().dimension();
    WithinClass within = new WithinClass(dimension);
    for (List<Integer> each : members(Math.clamp(OF_ALL / classes, 2, OF_A_COVARIANCE))) {
      float[][] embeddings = network.embed(inputs(each, 0));
      for (int view = 0; view < start.plan().network().backbone().views(); view++) {
        int from = view * dimension;
        within.add(
            Arrays.stream(embeddings)
                .map(all -> Arrays.copyOfRange(all, from, from + dimension))
                .toArray(float[][]::new));
      }
    }
    return within;
  }

  private List<List<Integer>> members(int most) {
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      members.add(new ArrayList<>());
    }
    int[] labels = images.labels();
    for (int i = 0; i < labels.length; i++) {
      if (members.get(labels[i]).size() < most) {
        members.get(labels[i]).add(i);
      }
    }
    return members;
  }

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
    float[] mean = new float[start.plan().network().backbone().dimension()];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += embedding[i];
      }
    }
    double norm = Math.max(Embedding.norm(mean), 1e-12);
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= (float) norm;
    }
    return mean;
  }
}
