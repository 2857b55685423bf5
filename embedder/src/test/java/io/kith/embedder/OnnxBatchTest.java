package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ModelCard;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxBatchTest {

  private static final int VALUES = 3 * 8 * 8;

  private final float[] inputs = inputs(3);

  @ParameterizedTest
  @ValueSource(longs = {-1, TinyOnnx.DIMENSION})
  void aNetworkForOneInputTakesThree(long rowLength) {
    byte[] model = TinyOnnx.reshape(1, rowLength);
    try (OpenNetwork single = open(model);
        OpenNetwork batched = open(OnnxBatch.dynamic(model).orElseThrow())) {
      assertThatThrownBy(() -> single.run(inputs, 3)).isInstanceOf(ModelException.class);
      assertThat(batched.run(inputs, 3).getFirst()).containsExactly(inputs);
    }
  }

  @Test
  void theEditedNetworkStillTakesOneInput() {
    float[] one = inputs(1);
    try (OpenNetwork batched = open(OnnxBatch.dynamic(TinyOnnx.reshape(1, -1)).orElseThrow())) {
      assertThat(batched.run(one, 1).getFirst()).containsExactly(one);
    }
  }

  @Test
  void aReshapeThatAlreadyTakesAnyBatchIsKept() {
    try (OpenNetwork batched = open(OnnxBatch.dynamic(TinyOnnx.reshape(-1, 192)).orElseThrow())) {
      assertThat(batched.run(inputs, 3).getFirst()).containsExactly(inputs);
    }
  }

  @Test
  void bytesThatAreNoProtobufAreNotEdited() {
    assertThat(OnnxBatch.dynamic("no network".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void bytesThatAreNoNetworkAreRefusedWithItsFile() {
    assertThatThrownBy(() -> open(new byte[] {1, 2, 3}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tiny.onnx");
  }

  private static OpenNetwork open(byte[] model) {
    return OpenNetwork.load(TinyModel.card(model, ModelCard.Colour.RGB, 0, 1).embedding(), model);
  }

  private static float[] inputs(int batch) {
    Random random = new Random(1);
    float[] values = new float[batch * VALUES];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
