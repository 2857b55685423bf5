package io.kith.embedder.training;

import ai.djl.ndarray.NDManager;
import io.kith.embedder.margin.Head;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.MarginHead;
import io.kith.embedder.margin.SoftmaxHead;
import io.kith.embedder.margin.Strength;
import java.util.List;
import java.util.Locale;

/** Heads to choose from, each with the margin's unit that its paper uses. */
public enum HeadKind {
  /** The ordinary classifier, without a margin or a scale. */
  SOFTMAX,
  /** Normalised embeddings and classes, no margin. */
  NORMFACE,
  /** Margin: a factor, 1 to 10. */
  SPHEREFACE(1.5) {
    @Override
    Margin margin(double[] values) {
      return Margin.sphereFace(values[0]);
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
    Margin margin(double[] values) {
      return Margin.cosFace(values[0]);
    }
  },
  /** Margin: radians, 0 to pi / 2. */
  ARCFACE(0.3) {
    @Override
    Margin margin(double[] values) {
      return Margin.arcFace(values[0]);
    }
  },
  /** Margins: a factor, radians, and a cosine; the combined form of the ArcFace paper. */
  COMBINED(1.0, 0.3, 0.2) {
    @Override
    Margin margin(double[] values) {
      return new Margin(values[0], values[1], values[2]);
    }
  };

  private final List<Double> usualMargin;

  HeadKind(Double... usualMargin) {
    this.usualMargin = List.of(usualMargin);
  }

  /** The margin where none is asked for, in the head's unit: one number, three, or none. */
  public List<Double> usualMargin() {
    return usualMargin;
  }

  /**
   * The margin of numbers in the head's unit.
   *
   * @param values as many as in {@link #usualMargin}
   * @throws TrainingException when there are more or fewer
   * @throws IllegalArgumentException when one is out of its range
   */
  public Margin margin(List<Double> values) {
    if (values.size() != usualMargin.size()) {
      String expected =
          switch (usualMargin.size()) {
            case 0 -> "no margin; leave it out";
            case 1 -> "one number for its margin, such as " + usualMargin.getFirst();
            default -> "a factor, radians and a cosine for its margin, such as " + usualMargin;
          };
      throw new TrainingException(
          "head %s has %s; given: %s".formatted(name().toLowerCase(Locale.ROOT), expected, values));
    }
    return margin(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  Margin margin(double[] values) {
    return Margin.none();
  }

  /** How much of the margin applies at a step. */
  Strength strength(long step, long ramp) {
    return Strength.ramp(step, ramp);
  }

  /** A new head. */
  Head open(NDManager manager, int classes, TrainingPlan plan) {
    int dimension = plan.network().backbone().dimension();
    return this == SOFTMAX
        ? new SoftmaxHead(manager, classes, dimension, plan.seed())
        : new MarginHead(
            manager,
            classes,
            plan.loss().centres(),
            dimension,
            plan.loss().margin(),
            plan.loss().scale(),
            plan.seed());
  }
}
