package io.kith.embedder.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;

/**
 * Parametric rectifier (He et al. 2015, arXiv 1502.01852) with a slope a channel: {@code max(0, x)
 * + slope min(0, x)}. DJL's own has one slope, and none in the PyTorch engine.
 */
final class Prelu extends AbstractBlock {

  private static final byte VERSION = 1;

  /** Where slopes start, as in the paper. */
  private static final float START = 0.25f;

  private final Parameter slopes;

  Prelu(int channels) {
    super(VERSION);
    slopes =
        addParameter(
            Parameter.builder()
                .setName("slopes")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(channels))
                .optInitializer(new ConstantInitializer(START))
                .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    NDArray x = inputs.singletonOrThrow();
    try (NDArray slope = store.getValue(slopes, x.getDevice(), training).reshape(-1, 1, 1);
        NDArray above = Activation.relu(x);
        NDArray negated = x.neg();
        NDArray below = Activation.relu(negated);
        NDArray lowered = below.mul(slope)) {
      return new NDList(above.sub(lowered));
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }
}
