package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingTest {

  @Test
  void keepsTheDirectionAndTheNormBefore() {
    Embedding embedding = Embedding.normalised(new float[] {3, 0, -4});

    assertThat(embedding.vector()).containsExactly(.6f, 0, -.8f);
    assertThat(embedding.norm()).isCloseTo(5, within(1e-9));
    assertThat(embedding.dimension()).isEqualTo(3);
  }

  @Test
  void doesNotShareItsVector() {
    float[] output = {3, 4};
    Embedding embedding = Embedding.normalised(output);
    output[0] = 99;
    embedding.vector()[1] = 99;

    assertThat(embedding.vector()).containsExactly(.6f, .8f);
  }

  @Test
  void refusesAVectorWithoutDirection() {
    assertThatThrownBy(() -> Embedding.normalised(new float[] {0, 0}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no direction");
    assertThatThrownBy(() -> Embedding.normalised(new float[] {1, Float.NaN}))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> Embedding.normalised(new float[] {1, Float.POSITIVE_INFINITY}))
        .isInstanceOf(ModelException.class);
  }
}
