package io.kith.embedder.training;

import io.kith.config.ModelCard.Backbone.Kind;
import org.junit.jupiter.api.Test;

/** The same of a network five times as deep: a lost activation in each step would be 4 MB. */
final class DeepTrainingMemoryTest {

  @Test
  void doesNotGrowWithADeepNetwork() {
    ManySteps.doNotGrow(Kind.MOBILEFACENET, 500);
  }
}
