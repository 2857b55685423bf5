package io.kith.embedder.margin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The ordinary classifier, {@code logits = x W^T + b}: the baseline that the other heads improve
 * on. Nothing makes its embeddings comparable by their cosine.
 */
public final class SoftmaxHead implements Head {

  private final NDArray weights;
  private final NDArray bias;

  /**
   * A head with random weights.
   *
   * @param manager owns the parameters
   * @param classes number of classes, 2 or more
   * @param dimension length of the embeddings
   * @param seed of the weights
   */
  public SoftmaxHead(NDManager manager, int classes, int dimension, long seed) {
    weights = Weights.gaussian(manager, classes, dimension, new SplittableRandom(seed));
    bias = Weights.learned(manager.zeros(new Shape(classes)));
  }

  @Override
  public NDArray logits(NDArray embeddings, NDArray labels, Strength strength) {
    return embeddings.matMul(Weights.in(embeddings, weights.transpose())).add(bias);
  }

  @Override
  public void aim(float[][] directions) {
    Weights.set(weights, directions);
  }

  @Override
  public Map<String, NDArray> parameters() {
    return Weights.named("weights", weights, "bias", bias);
  }

  @Override
  public NDArray directions() {
    return weights.normalize(2, 1);
  }

  @Override
  public void close() {
    weights.close();
    bias.close();
  }
}
