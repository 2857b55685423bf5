package io.kith.embedder.training;

import io.kith.config.ModelCard.Backbone.Kind;
import org.junit.jupiter.api.Test;

/** What training holds of native memory: a lost kB in each step would be 2.7 MB. */
final class TrainingMemoryTest {

  @Test
  void doesNotGrowOverThousandsOfSteps() {
    ManySteps.doNotGrow(Kind.SMALL, 2_800);
  }
}
