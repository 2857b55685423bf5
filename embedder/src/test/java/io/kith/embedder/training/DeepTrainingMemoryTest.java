package io.kith.embedder.training;

import io.kith.config.ModelCard.Backbone.Kind;
import org.junit.jupiter.api.Test;

/** The same of a network five times as deep, of which a step may lose no more in fewer of them. */
final class DeepTrainingMemoryTest {

  @Test
  void doesNotGrowWithADeepNetwork() {
    ManySteps.doNotGrow(Kind.MOBILEFACENET, 2_000);
  }
}
