package io.kith.embedder.training;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import io.kith.embedder.margin.Margin;
import io.kith.embedder.margin.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Small plans, and a listener that keeps what it is told. */
final class Plans {

  static final LimitSettings LIMITS = new LimitSettings(1_000_000, 8, 32, 100, 16_384);

  private Plans() {}

  static TrainingPlan tiny(int epochs, int batch) {
    return plan(epochs, batch, Augmentation.drawn(), ModelCard.Frame.IMAGE, 1, 1, false);
  }

  static TrainingPlan ofDrawingsFromAllSides(int epochs, int batch) {
    return plan(epochs, batch, Augmentation.drawn(), ModelCard.Frame.DRAWING, 8, 4, true);
  }

  static TrainingPlan of(Augmentation augmentation, int sides) {
    return plan(1, 16, augmentation, ModelCard.Frame.IMAGE, sides, 1, false);
  }

  private static TrainingPlan plan(
      int epochs,
      int batch,
      Augmentation augmentation,
      ModelCard.Frame frame,
      int sides,
      int views,
      boolean wccn) {
    return new TrainingPlan(
        new TrainingPlan.Loss(HeadKind.COSFACE, Margin.cosFace(0.2), Scale.fixed(16), 1),
        new TrainingPlan.Network(
            new ModelCard.Backbone(ModelCard.Backbone.Kind.SMALL, 16, 16, views),
            16,
            ModelCard.Colour.GREY,
            frame),
        new TrainingPlan.Schedule(epochs, batch, 0, 0.05, 5e-4),
        augmentation,
        sides,
        wccn,
        0.3,
        3);
  }

  /** A plan to train on from a model. */
  static TrainingPlan from(BaseModel base, double learningRate, int epochs, int batch) {
    ModelCard.Network input = base.card().embedding();
    return new TrainingPlan(
        new TrainingPlan.Loss(HeadKind.NORMFACE, Margin.none(), Scale.fixed(24), 1),
        new TrainingPlan.Network(base.backbone(), input.width(), input.colour(), input.frame()),
        new TrainingPlan.Schedule(epochs, batch, 0, learningRate, 5e-4),
        Augmentation.aligned(),
        1,
        false,
        0.3,
        3);
  }

  /** Keeps what it is told, and stops the training at a step. */
  static final class Recorder implements TrainingListener {

    final List<String> remarks = Collections.synchronizedList(new ArrayList<>());
    final List<EpochFigures> epochs = new ArrayList<>();
    volatile long prepared;
    private final long lastStep;
    private volatile long step;

    Recorder(long lastStep) {
      this.lastStep = lastStep;
    }

    Recorder() {
      this(Long.MAX_VALUE);
    }

    @Override
    public void remark(String line) {
      remarks.add(line);
    }

    @Override
    public void prepared(long images, long all) {
      prepared = images;
    }

    @Override
    public void step(long now, long steps, double loss) {
      step = now;
    }

    @Override
    public void epoch(EpochFigures figures) {
      epochs.add(figures);
    }

    @Override
    public boolean stopped() {
      return step >= lastStep;
    }
  }
}
