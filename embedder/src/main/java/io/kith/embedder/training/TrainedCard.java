package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the card of a trained model: what it is, and where its thresholds come from. Immutable.
 */
record TrainedCard(Start start, Training training, ClassSplit split) {

  private static final double UNMEASURED = 0.5;

  /**
   * The card.
   *
   * @param weights file of the network's weights, the first of {@code files}
   */
  ModelCard of(String name, List<ModelCard.File> files) {
    BaseModel base = start.base();
    String trained = "kith train on %d classes".formatted(split.training().size());
    ModelCard.Network embedding = start.input(files.getFirst().name());
    return base == null
        ? new ModelCard(
            name,
            "Trained by " + trained,
            "that of the images it was trained on",
            null,
            files,
            null,
            embedding,
            start.plan().backbone().dimension(),
            threshold(null),
            verificationThreshold(null),
            thresholdSource())
        : new ModelCard(
            name,
            "%s, trained on by %s".formatted(base.card().name(), trained),
            "that of %s (%s), and that of the images it was trained on"
                .formatted(base.card().name(), base.card().licence()),
            null,
            files,
            base.card().detection(),
            embedding,
            start.plan().backbone().dimension(),
            threshold(base.card()),
            verificationThreshold(base.card()),
            thresholdSource(base.card()));
  }

  private double threshold(@Nullable ModelCard base) {
    OpenSetFigures now = training.heldOut();
    OpenSetFigures before = training.before();
    if (base == null) {
      return now == null ? UNMEASURED : round(now.thresholdAt1());
    }
    return now == null || before == null
        ? base.threshold()
        : round(base.threshold() + now.thresholdAt1() - before.thresholdAt1());
  }

  private double verificationThreshold(@Nullable ModelCard base) {
    OpenSetFigures now = training.heldOut();
    OpenSetFigures before = training.before();
    if (base == null) {
      return now == null ? UNMEASURED : round(now.thresholdAtEer());
    }
    return now == null || before == null
        ? base.verificationThreshold()
        : round(base.verificationThreshold() + now.thresholdAtEer() - before.thresholdAtEer());
  }

  private String thresholdSource() {
    OpenSetFigures now = training.heldOut();
    return now == null
        ? "not measured: no class was held out"
        : "%d classes held out of training%s: 1 %% of strangers' searches reach the first, with half of the classes enrolled; at the second the two error rates of 1:1 comparisons are equal (%.2f %%)"
            .formatted(
                split.validation().size(),
                training.whole() ? "" : ", stopped early",
                100 * now.eer());
  }

  private String thresholdSource(ModelCard base) {
    return training.heldOut() == null
        ? "not measured: no class was held out; those of %s (%s)"
            .formatted(base.name(), base.thresholdSource())
        : "those of %s (%s), moved as far as the cosines that 1 %% of strangers' searches reach, and at which the error rates of 1:1 comparisons are equal, moved on %d classes held out of training%s"
            .formatted(
                base.name(),
                base.thresholdSource(),
                split.validation().size(),
                training.whole() ? "" : ", stopped early");
  }

  private static double round(double cosine) {
    return Math.round(Math.clamp(cosine, -1, 1) * 1000) / 1000.0;
  }
}
