package io.kith.embedder.training;

import ai.djl.ndarray.NDManager;
import io.kith.embedder.margin.Head;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.MarginHead;
import io.kith.embedder.margin.SoftmaxHead;
import io.kith.embedder.margin.Strength;
import java.util.Locale;

/** Heads to choose from, each with the margin's unit that its paper uses. */
public enum HeadKind {
  /** The ordinary classifier, without a margin or a scale. */
  SOFTMAX(0),
  /** Normalised embeddings and classes, no margin. */
  NORMFACE(0),
  /** Margin: a factor, 1 to 10. */
  SPHEREFACE(1.5) {
    @Override
    Margin margin(double value) {
      return Margin.sphereFace(value);
    }

    /** By the paper's lambda, which ends at 5 and not at 0. */
    @Override
    Strength strength(long step, long ramp) {
      return Strength.annealed(step);
    }
  },
  /** Margin: a cosine, 0 to 1. */
  COSFACE(0.2) {
    @Override
    Margin margin(double value) {
      return Margin.cosFace(value);
    }
  },
  /** Margin: radians, 0 to pi / 2. */
  ARCFACE(0.3) {
    @Override
    Margin margin(double value) {
      return Margin.arcFace(value);
    }
  };

  private final double usualMargin;

  HeadKind(double usualMargin) {
    this.usualMargin = usualMargin;
  }

  /** The margin where none is asked for, in the head's unit. */
  public double usualMargin() {
    return usualMargin;
  }

  /** The margin of a value in the head's unit. */
  Margin margin(double value) {
    if (value != 0) {
      throw new TrainingException(
          "head %s has no margin; leave margin: %s out"
              .formatted(name().toLowerCase(Locale.ROOT), value));
    }
    return Margin.none();
  }

  /** How much of the margin applies at a step. */
  Strength strength(long step, long ramp) {
    return Strength.ramp(step, ramp);
  }

  /** A new head. */
  Head open(NDManager manager, int classes, TrainingPlan plan) {
    int dimension = plan.backbone().dimension();
    return this == SOFTMAX
        ? new SoftmaxHead(manager, classes, dimension, plan.seed())
        : new MarginHead(
            manager,
            classes,
            plan.centres(),
            dimension,
            margin(plan.margin()),
            plan.scale(),
            plan.seed());
  }
}
