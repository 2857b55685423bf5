package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a plan says of its steps. */
final class TrainingPlanTest {

  @Test
  void mirroredClassesAreNoOthersWhereImagesAreMirroredAtRandom() {
    TrainingPlan drawn = Plans.ofDrawingsFromAllSides(1, 16);
    assertThat(drawn.sides()).isEqualTo(8);

    assertThatThrownBy(() -> Plans.of(Augmentation.photographs(), 8))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("sides: 8 takes a mirrored class for another one, while images");
    assertThat(Plans.of(Augmentation.photographs(), 4).sides()).isEqualTo(4);
  }

  @Test
  void theLearningRateRisesToItsMaximumAndFallsHoweverFewStepsThereAre() {
    TrainingPlan.Schedule plan = Plans.tiny(1, 16).schedule();
    for (long steps = 1; steps <= 40; steps++) {
      long all = steps;
      List<Double> rates =
          LongStream.range(0, steps).mapToObj(step -> plan.learningRate(step, all)).toList();
      int warm = (int) Math.ceil(steps / 20.0);

      assertThat(rates)
          .as("of %d steps", steps)
          .allMatch(rate -> rate > 0 && rate <= plan.learningRate());
      assertThat(rates.subList(0, warm))
          .as("of %d steps", steps)
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(rates.subList(warm, rates.size()).reversed()).as("of %d steps", steps).isSorted();
    }
  }
}
