package io.kith.embedder.training;

import io.kith.config.ModelCard.Backbone.Kind;
import org.junit.jupiter.api.Test;

/** What training holds of native memory. */
final class TrainingMemoryTest {

  @Test
  void doesNotGrowOverTenThousandSteps() {
    ManySteps.doNotGrow(Kind.SMALL, 10_000);
  }
}
