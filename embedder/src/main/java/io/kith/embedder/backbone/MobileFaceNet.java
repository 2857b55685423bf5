package io.kith.embedder.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;

/**
 * MobileFaceNet (Chen et al. 2018, "MobileFaceNets: Efficient CNNs for Accurate Real-Time Face
 * Verification on Mobile Devices", arXiv 1804.07573), table 1: inverted bottlenecks with PReLU, and
 * in place of pooling a depthwise convolution over the whole last plane, since the middle of a face
 * counts for more than its corners.
 *
 * <p>The paper's is of width 64 and dimension 128 on 112 x 112 pixels.
 */
final class MobileFaceNet {

  /**
   * A row of the table: bottlenecks of one shape.
   *
   * @param expansion t, channels inside as a multiple of those that come in
   * @param channels c, channels that go out as a multiple of the width
   * @param repeats n
   * @param stride s, of the first
   */
  private record Stage(int expansion, int channels, int repeats, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(2, 1, 5, 2),
          new Stage(4, 2, 1, 2),
          new Stage(2, 2, 6, 1),
          new Stage(4, 2, 1, 2),
          new Stage(2, 2, 2, 1));

  /** Channels of the last plane as a multiple of the width. */
  private static final int LAST = 8;

  /** Parts of the input's side in the last plane's. */
  private static final int REDUCTION = 16;

  private MobileFaceNet() {}

  static Block block(int width, int dimension, int height, int columns) {
    SequentialBlock block =
        new Chain()
            .add(convolution(3, 2, width))
            .add(new Prelu(width))
            .add(depthwise(3, 1, width))
            .add(new Prelu(width));
    int channels = width;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.repeats(); i++) {
        int out = stage.channels() * width;
        int stride = i == 0 ? stage.stride() : 1;
        block.add(bottleneck(channels, stage.expansion() * channels, out, stride));
        channels = out;
      }
    }
    Shape plane = new Shape(Math.ceilDiv(height, REDUCTION), Math.ceilDiv(columns, REDUCTION));
    return block
        .add(convolution(1, 1, LAST * width))
        .add(new Prelu(LAST * width))
        .add(normalised(Conv2d.builder().setKernelShape(plane), LAST * width, LAST * width))
        .add(convolution(1, 1, dimension))
        .add(Blocks.batchFlattenBlock());
  }

  /** Widen, filter each channel, narrow without an activation; around it a shortcut if it fits. */
  private static Block bottleneck(int in, int inside, int out, int stride) {
    SequentialBlock path =
        new Chain()
            .add(convolution(1, 1, inside))
            .add(new Prelu(inside))
            .add(depthwise(3, stride, inside))
            .add(new Prelu(inside))
            .add(convolution(1, 1, out));
    return in == out && stride == 1
        ? new ParallelBlock(MobileFaceNet::sum, List.of(path, Blocks.identityBlock()))
        : path;
  }

  private static NDList sum(List<NDList> paths) {
    try (NDArray path = paths.getFirst().singletonOrThrow()) {
      return new NDList(path.add(paths.getLast().singletonOrThrow()));
    }
  }

  private static Block convolution(int kernel, int stride, int filters) {
    return normalised(square(kernel, stride), filters, 1);
  }

  private static Block depthwise(int kernel, int stride, int filters) {
    return normalised(square(kernel, stride), filters, filters);
  }

  private static Conv2d.Builder square(int kernel, int stride) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2));
  }

  private static Block normalised(Conv2d.Builder convolution, int filters, int groups) {
    return new Chain()
        .add(convolution.setFilters(filters).optGroups(groups).optBias(false).build())
        .add(BatchNorm.builder().optEpsilon(Backbones.EPSILON).build());
  }
}
