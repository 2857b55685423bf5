package io.kith.embedder.training;

import io.kith.embedder.margin.Strength;
import java.util.OptionalDouble;

/**
 * The steps of a plan's epochs over prepared images. Immutable but for the network.
 *
 * @param classes classes of the images, each counted once
 */
record Epochs(
    Start start,
    BatchSampler sampler,
    PreparedImages prepared,
    TrainedNetwork network,
    int classes,
    TrainingListener listener) {

  /**
   * Trains one epoch.
   *
   * @param epoch its number, from 0
   * @return mean loss of its steps, nats; empty when it was stopped
   * @throws TrainingException when the loss or a weight is no longer finite
   */
  OptionalDouble train(int epoch) {
    TrainingPlan plan = start.plan();
    int batches = sampler.batchesPerEpoch();
    long steps = (long) plan.schedule().epochs() * batches;
    double loss = 0;
    Augmenter augmenter = new Augmenter(plan.augmentation(), start.input());
    try (Batches source = new Batches(sampler, prepared, augmenter, plan.sides(), classes, epoch)) {
      for (int i = 0; i < batches; i++) {
        if (listener.stopped()) {
          return OptionalDouble.empty();
        }
        long step = (long) epoch * batches + i;
        Strength strength = plan.loss().head().strength(step, plan.schedule().ramp(steps));
        double one =
            network.step(source.next(), strength, plan.schedule().learningRate(step, steps));
        if (!Double.isFinite(one)) {
          throw new TrainingException(
              "the loss is %s at step %d; use a smaller learning rate or scale"
                  .formatted(one, step));
        }
        loss += one / batches;
        listener.step(step + 1, steps, one);
      }
    }
    if (!network.isFinite()) {
      throw new TrainingException(
          "weights are not finite after epoch %d; use a smaller learning rate or scale"
              .formatted(epoch + 1));
    }
    return OptionalDouble.of(loss);
  }

  /** Learning rate of the last step of an epoch. */
  double lastLearningRate(int epoch) {
    TrainingPlan plan = start.plan();
    int batches = sampler.batchesPerEpoch();
    return plan.schedule()
        .learningRate((epoch + 1L) * batches - 1, (long) plan.schedule().epochs() * batches);
  }
}
