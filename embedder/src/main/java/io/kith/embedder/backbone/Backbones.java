package io.kith.embedder.backbone;

import ai.djl.nn.Block;
import io.kith.config.ModelCard;

/** Builds the networks that model cards name. */
public final class Backbones {

  private Backbones() {}

  /**
   * A network without weights: image {@code [batch, channels, height, width]} to embedding {@code
   * [batch, dimension]}, not normalised.
   */
  public static Block block(ModelCard.Backbone backbone) {
    return switch (backbone.kind()) {
      case SMALL -> SmallNetwork.block(backbone.width(), backbone.dimension());
    };
  }
}
