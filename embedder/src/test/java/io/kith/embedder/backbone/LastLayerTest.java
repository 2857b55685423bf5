package io.kith.embedder.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import io.kith.config.ModelCard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LastLayerTest {

  private static final int SIDE = 32;

  private final RandomNetworks networks = new RandomNetworks(SIDE);
  private final NDManager manager = networks.manager;
  private final NDArray images = networks.images(2);

  @AfterEach
  void close() {
    networks.close();
  }

  @ParameterizedTest
  @EnumSource
  void theNetworkGivesTheMapOfItsEmbedding(ModelCard.Backbone.Kind kind) {
    Block network = network(kind);
    NDArray before = networks.run(network, images);
    float[][] map = {{2, 0.5f, 0}, {-1, 3, 0.25f}, {0, 1, 1}};

    Backbones.map(network, map);

    NDArray expected = manager.create(map).matMul(before.transpose()).transpose();
    assertThat(networks.run(network, images).normalize(2, 1).toFloatArray())
        .containsExactly(expected.normalize(2, 1).toFloatArray(), within(1e-5f));
    assertThat(networks.run(network, images).norm().getFloat())
        .isCloseTo(expected.norm().getFloat(), withinPercentage(0.01));
  }

  @Test
  void aNetworkThatEndsOtherwiseIsRefused() {
    Block linear = Linear.builder().setUnits(2).build();
    linear.initialize(manager, DataType.FLOAT32, new Shape(1, 3));

    assertThatThrownBy(() -> LastLayer.of(linear)).isInstanceOf(IllegalArgumentException.class);
  }

  /** As a trained network, its statistics are none of those that it starts with. */
  private Block network(ModelCard.Backbone.Kind kind) {
    Block network = networks.network(new ModelCard.Backbone(kind, 16, 3, 1));
    List<Parameter> last = network.getParameters().values();
    for (Parameter each : last.subList(last.size() - 4, last.size())) {
      each.getArray().set(new float[] {0.5f, 1.5f, 2});
    }
    return network;
  }
}
