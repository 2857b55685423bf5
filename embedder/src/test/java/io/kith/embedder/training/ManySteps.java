package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ModelCard;
import io.kith.embedder.Allocated;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.Scale;
import io.kith.embedder.margin.Strength;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Thousands of steps of tiny networks. */
final class ManySteps {

  private static final int CLASSES = 64;
  private static final int BATCH = 2;
  private static final int SIDE = 16;

  /* What the JVM's compiler may hold at the moment. */
  private static final long MAX_GROWTH_KB = 2 * 1_024;

  private ManySteps() {}

  /** Trains a network, and fails where native memory grows. */
  static void doNotGrow(ModelCard.Backbone.Kind kind, int steps) {
    Assumptions.assumeTrue(Allocated.known(), "the C library does not tell what it has given out");
    TrainingPlan plan =
        new TrainingPlan(
            new TrainingPlan.Loss(HeadKind.ARCFACE, Margin.arcFace(0.3), Scale.learned(16), 2),
            new TrainingPlan.Network(
                new ModelCard.Backbone(kind, 16, 8, 1),
                SIDE,
                ModelCard.Colour.GREY,
                ModelCard.Frame.IMAGE),
            new TrainingPlan.Schedule(1, BATCH, 0, 0.01, 0),
            Augmentation.none(),
            1,
            false,
            0,
            1);
    try (TrainedNetwork network = new TrainedNetwork(Start.afresh(plan), CLASSES)) {
      steps(network, steps / 5);
      int arrays = network.arrays();
      long before = Allocated.kilobytes();
      steps(network, steps);

      assertThat(network.arrays()).isEqualTo(arrays);
      assertThat(Allocated.kilobytes() - before)
          .as("growth of native memory, kB")
          .isLessThan(MAX_GROWTH_KB);
    }
  }

  private static void steps(TrainedNetwork network, int count) {
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      float[] values = new float[BATCH * SIDE * SIDE];
      for (int j = 0; j < values.length; j++) {
        values[j] = random.nextFloat();
      }
      long[] labels = {random.nextInt(CLASSES), random.nextInt(CLASSES)};
      network.step(new Batches.Batch(values, labels), Strength.full(), 0.01);
    }
  }
}
