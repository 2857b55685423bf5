package io.kith.embedder.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.kith.config.ModelCard;

/** Networks with random weights, and random grey images for them. */
final class RandomNetworks implements AutoCloseable {

  final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final int side;

  /**
   * @param side of the images, pixels
   */
  RandomNetworks(int side) {
    this.side = side;
  }

  /** Images of values in [-1, 1). */
  NDArray images(int count) {
    return manager.randomUniform(-1, 1, new Shape(count, 1, side, side));
  }

  Block network(ModelCard.Backbone backbone) {
    manager.getEngine().setRandomSeed(1);
    Block network =
        Backbones.block(
            new ModelCard.Network(
                "n",
                ModelCard.Engine.KITH,
                side,
                side,
                ModelCard.Colour.GREY,
                0,
                1,
                backbone,
                ModelCard.Frame.IMAGE));
    network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, side, side));
    return network;
  }

  NDArray run(Block network, NDArray images) {
    return network
        .forward(new ParameterStore(manager, false), new NDList(images), false)
        .singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
