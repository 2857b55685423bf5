package io.kith.embedder.backbone;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;

/**
 * A small residual network (He et al. 2016, arXiv 1512.03385) for inputs of 28 to 64 pixels: a 5 x
 * 5 convolution of stride 2, three residual blocks of one, two and four times its width, each but
 * the first halving the plane, then a linear layer over all of the last plane.
 *
 * <p>No pooling before the linear layer: where a stroke lies matters.
 */
final class SmallNetwork {

  private SmallNetwork() {}

  static Block block(int width, int dimension) {
    return new SequentialBlock()
        .add(convolution(5, 2, width))
        .add(batchNorm())
        .add(Activation::relu)
        .add(residual(width, 1, false))
        .add(residual(2 * width, 2, true))
        .add(residual(4 * width, 2, true))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(dimension).optBias(false).build())
        .add(batchNorm());
  }

  private static Block residual(int filters, int stride, boolean projected) {
    SequentialBlock path =
        new SequentialBlock()
            .add(convolution(3, stride, filters))
            .add(batchNorm())
            .add(Activation::relu)
            .add(convolution(3, 1, filters))
            .add(batchNorm());
    SequentialBlock shortcut =
        projected
            ? new SequentialBlock().add(convolution(1, stride, filters)).add(batchNorm())
            : new SequentialBlock().add(Blocks.identityBlock());
    return new SequentialBlock()
        .add(new ParallelBlock(SmallNetwork::sum, List.of(path, shortcut)))
        .add(Activation::relu);
  }

  private static NDList sum(List<NDList> paths) {
    return new NDList(paths.getFirst().singletonOrThrow().add(paths.getLast().singletonOrThrow()));
  }

  private static Block batchNorm() {
    return BatchNorm.builder().optEpsilon(Backbones.EPSILON).build();
  }

  private static Block convolution(int kernel, int stride, int filters) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .setFilters(filters)
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(false)
        .build();
  }
}
