package io.kith.embedder.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;

/**
 * What each backbone ends in: weights W of a linear layer, or a convolution that sees a single
 * place, and a batch norm, which is {@code gamma (x - mean) / sqrt(variance + epsilon) + beta} for
 * each dimension.
 */
record LastLayer(NDArray weights, NDArray gamma, NDArray beta, NDArray mean, NDArray variance) {

  private static final List<String> NAMES =
      List.of("weight", "gamma", "beta", "runningMean", "runningVar");

  static LastLayer of(Block network) {
    List<Parameter> all = network.getParameters().values();
    List<Parameter> last = all.subList(Math.max(0, all.size() - NAMES.size()), all.size());
    if (!last.stream().map(Parameter::getName).toList().equals(NAMES)) {
      throw new IllegalArgumentException("no linear layer and batch norm at the end: " + last);
    }
    List<NDArray> arrays = last.stream().map(Parameter::getArray).toList();
    return new LastLayer(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3), arrays.get(4));
  }

  /**
   * Follows the layer by a linear map, without another layer: both are linear, the batch norm's
   * statistics being fixed outside of training.
   *
   * @param map {@code [dimension][dimension]}
   */
  void map(float[][] map) {
    NDArray matrix = weights.getManager().create(map);
    NDArray scale = gamma.div(variance.add(Backbones.EPSILON).sqrt());
    NDArray shift = beta.sub(mean.mul(scale));
    NDArray rows = weights.reshape(weights.getShape().get(0), -1);
    set(weights, matrix.matMul(rows.mul(scale.reshape(-1, 1))));
    set(beta, matrix.matMul(shift.reshape(-1, 1)));
    set(gamma, gamma.onesLike());
    set(mean, mean.zerosLike());
    set(variance, variance.onesLike().sub(Backbones.EPSILON));
  }

  private static void set(NDArray array, NDArray values) {
    array.set(values.toFloatArray());
  }
}
