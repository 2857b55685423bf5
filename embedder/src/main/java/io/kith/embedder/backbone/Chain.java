package io.kith.embedder.backbone;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Blocks one after another, each output let go as soon as the next block has used it: over a deep
 * network on large planes, keeping them all takes gigabytes a batch. What gradients need the engine
 * keeps by itself. No block may give back its own input.
 */
final class Chain extends SequentialBlock {

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> parameters) {
    NDList current = inputs;
    for (Block block : getChildren().values()) {
      NDList next = block.forward(store, current, training);
      if (current != inputs) {
        current.close();
      }
      current = next;
    }
    return current;
  }
}
