package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.embedder.margin.Strength;
import org.junit.jupiter.api.Test;

/** A network while it is trained. */
final class TrainedNetworkTest {

  private static final int SIDE = 16;

  /** The loss is of before the step, so it does not show it. */
  @Test
  void tellsThatAStepHasSpoiltTheWeights() {
    try (TrainedNetwork network = new TrainedNetwork(Start.afresh(Plans.tiny(1, 2)), 2)) {
      assertThat(network.step(noise(), Strength.full(), 0.01)).isFinite();
      assertThat(network.isFinite()).isTrue();

      assertThat(network.step(noise(), Strength.full(), Float.MAX_VALUE)).isFinite();

      assertThat(network.isFinite()).isFalse();
    }
  }

  private static Batches.Batch noise() {
    float[] values = new float[2 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7 % 11 / 11f;
    }
    return new Batches.Batch(values, new long[] {0, 1});
  }
}
