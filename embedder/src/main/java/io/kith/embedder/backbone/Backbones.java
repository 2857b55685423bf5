package io.kith.embedder.backbone;

import ai.djl.nn.Block;
import io.kith.config.ModelCard;
import java.util.Objects;

/** Builds the networks that model cards name. */
public final class Backbones {

  private Backbones() {}

  /**
   * A network without weights: image {@code [batch, channels, height, width]} to embedding {@code
   * [batch, dimension]}, not normalised; of several views {@code [batch, views x dimension]}.
   *
   * @param network its input, and the backbone that it is
   */
  public static Block block(ModelCard.Network network) {
    ModelCard.Backbone backbone = Objects.requireNonNull(network.backbone());
    Block one = oneView(network, backbone);
    return backbone.views() == 1 ? one : new Views(one);
  }

  /** What of such a network is trained: that which looks from one side. */
  public static Block oneView(Block network) {
    return network instanceof Views views ? views.network() : network;
  }

  private static Block oneView(ModelCard.Network network, ModelCard.Backbone backbone) {
    return switch (backbone.kind()) {
      case SMALL -> SmallNetwork.block(backbone.width(), backbone.dimension());
      case MOBILEFACENET ->
          MobileFaceNet.block(
              backbone.width(), backbone.dimension(), network.height(), network.width());
    };
  }
}
