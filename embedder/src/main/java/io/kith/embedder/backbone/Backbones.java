package io.kith.embedder.backbone;

import ai.djl.nn.Block;
import io.kith.config.ModelCard;
import java.util.Objects;

/** Builds the networks that model cards name. */
public final class Backbones {

  /** Added to variances by the batch norms. */
  static final float EPSILON = 1e-5f;

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

  /**
   * Lets a network, from each side that it looks from, give a linear map of its embedding from now
   * on. Its layers stay as many as they are.
   *
   * @param map {@code [dimension][dimension]}
   */
  public static void map(Block network, float[][] map) {
    LastLayer.of(oneView(network)).map(map);
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
