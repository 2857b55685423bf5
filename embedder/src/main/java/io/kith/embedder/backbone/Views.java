package io.kith.embedder.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A network that looks at each image from four sides: as it is and turned by quarters. Its
 * embedding is that of all views one after the other, each of L2 norm 1, so that the cosine of two
 * images is the mean of the cosines of their views. A network that was trained on turned images as
 * classes of their own has learned other features for each side; their errors differ, and the mean
 * has fewer.
 *
 * <p>{@code [batch, channels, side, side]} to {@code [batch, 4 x dimension]}.
 */
final class Views extends AbstractBlock {

  private static final int COUNT = 4;

  /* Axes of images: batch, channel, row, column. */
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private final Block network;

  /** Views of a network that takes images, each as wide as high, to embeddings. */
  Views(Block network) {
    this.network = addChildBlock("network", network);
  }

  /** The network that looks from one side. */
  Block network() {
    return network;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> settings) {
    NDArray images = inputs.singletonOrThrow();
    NDArray embeddings =
        network
            .forward(parameters, new NDList(NDArrays.concat(views(images))), training)
            .singletonOrThrow()
            .normalize(2, 1);
    return new NDList(
        embeddings
            .reshape(COUNT, images.size(0), -1)
            .transpose(1, 0, 2)
            .reshape(images.size(0), -1));
  }

  private static NDList views(NDArray images) {
    NDArray diagonal = images.transpose(0, 1, COLUMNS, ROWS);
    return new NDList(
        images, images.flip(ROWS, COLUMNS), diagonal.flip(ROWS), diagonal.flip(COLUMNS));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    network.initialize(manager, type, shapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] shapes) {
    Shape one = network.getOutputShapes(shapes)[0];
    return new Shape[] {new Shape(one.get(0), COUNT * one.get(1))};
  }
}
