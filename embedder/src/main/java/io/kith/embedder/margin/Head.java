package io.kith.embedder.margin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Map;

/**
 * What a network ends in while it is trained: turns embeddings into a logit per class.
 *
 * <p>Not safe for concurrent use. A head owns its parameters' native memory until it is closed;
 * what its methods return belongs to the manager of the embeddings they were given.
 */
public sealed interface Head extends AutoCloseable permits SoftmaxHead, MarginHead {

  /**
   * Logits of a batch.
   *
   * @param embeddings {@code [batch, dimension]}, of any norm
   * @param labels {@code [batch]}, int64, each a class in {@code [0, classes)}
   * @param strength how much of the margin applies
   * @return {@code [batch, classes]}
   */
  NDArray logits(NDArray embeddings, NDArray labels, Strength strength);

  /**
   * Sets the directions of the classes, of the first centre of each.
   *
   * @param directions {@code [classes][dimension]}, each of L2 norm 1
   */
  void aim(float[][] directions);

  /** Parameters by name, for the optimiser and the checkpoint; always in the same order. */
  Map<String, NDArray> parameters();

  /**
   * Directions of the classes: {@code [classes, dimension]}, each of L2 norm 1; the caller closes
   * it.
   */
  NDArray directions();

  @Override
  void close();

  /**
   * Mean cross-entropy of a batch.
   *
   * @param logits {@code [batch, classes]}
   * @param labels {@code [batch]}, int64
   * @return a scalar, nats
   */
  static NDArray crossEntropy(NDArray logits, NDArray labels) {
    return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
  }

  /**
   * How near all classes are to one direction: the length of the mean of their directions, about
   * {@code 1 / sqrt(classes)} for directions that spread and 1 where all are the same. A head near
   * 1 has collapsed: its network sends every image to one place.
   *
   * @param directions {@code [classes, dimension]}, each of L2 norm 1
   */
  static double concentration(NDArray directions) {
    try (NDArray mean = directions.mean(new int[] {0});
        NDArray norm = mean.norm()) {
      return norm.toType(DataType.FLOAT32, false).getFloat(new long[0]);
    }
  }
}
