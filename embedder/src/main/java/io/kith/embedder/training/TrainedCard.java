package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import java.util.List;

/** The card of a trained model: what it is, and where its thresholds come from. Immutable. */
record TrainedCard(Start start, Training training, ClassSplit split) {

  private static final double UNMEASURED = 0.5;

  /**
   * Writes it.
   *
   * @param files the model's, that of the trained weights first
   * @throws TrainingException when a threshold is not finite
   */
  ModelCard of(String name, List<ModelCard.File> files) {
    BaseModel base = start.base();
    return base == null ? afresh(name, files) : trainedOn(base.card(), name, files);
  }

  private ModelCard afresh(String name, List<ModelCard.File> files) {
    OpenSetFigures now = training.heldOut();
    return new ModelCard(
        name,
        "Trained by kith train on %d classes".formatted(split.training().size()),
        "that of the images it was trained on",
        null,
        files,
        null,
        start.input(files.getFirst().name()),
        start.plan().network().backbone().views() * start.plan().network().backbone().dimension(),
        now == null ? UNMEASURED : round(now.thresholdAt1()),
        now == null ? UNMEASURED : round(now.thresholdAtEer()),
        now == null
            ? "not measured: no class was held out"
            : "%s: %s reach the first, with %d classes enrolled; at the second the two error rates of 1:1 comparisons are equal (%.2f %%)"
                .formatted(heldOut(now), strangers(now), now.enrolled(), 100 * now.eer()));
  }

  private static String strangers(OpenSetFigures now) {
    return now.dirAt1().isPresent()
        ? "1 % of strangers' searches"
        : "%d of %d strangers' searches, too few to measure 1 %%,"
            .formatted(now.strangers() / 100, now.strangers());
  }

  /**
   * The few classes held out would give thresholds for small galleries. Those of the model that it
   * started from are kept instead, and moved as far as these classes' moved.
   */
  private ModelCard trainedOn(ModelCard base, String name, List<ModelCard.File> files) {
    OpenSetFigures now = training.heldOut();
    OpenSetFigures before = training.before();
    double moved = now == null || before == null ? 0 : now.thresholdAt1() - before.thresholdAt1();
    double verificationMoved =
        now == null || before == null ? 0 : now.thresholdAtEer() - before.thresholdAtEer();
    return new ModelCard(
        name,
        "%s, trained on by kith train on %d classes"
            .formatted(base.name(), split.training().size()),
        "that of the images it was trained on, and that of %s: %s"
            .formatted(base.name(), base.licence()),
        null,
        files,
        base.detection(),
        start.input(files.getFirst().name()),
        base.dimension(),
        round(base.threshold() + moved),
        round(base.verificationThreshold() + verificationMoved),
        "those of %s (%s)%s"
            .formatted(
                base.name(),
                base.thresholdSource(),
                now == null
                    ? ", not measured again: no class was held out"
                    : ", moved by %.3f and %.3f, as far as those of %s moved"
                        .formatted(moved, verificationMoved, heldOut(now))));
  }

  private String heldOut(OpenSetFigures now) {
    int heldOut = split.validation().size();
    return "%s%d classes held out of training%s"
        .formatted(
            now.classes() < heldOut ? now.classes() + " of " : "",
            heldOut,
            training.whole() ? "" : ", stopped early");
  }

  private static double round(double cosine) {
    if (!Double.isFinite(cosine)) {
      throw new TrainingException(
          "a threshold measured on the classes held out is %s: the model cannot be used; train with a smaller learning rate, or on other images"
              .formatted(cosine));
    }
    return Math.round(Math.clamp(cosine, -1, 1) * 1000) / 1000.0;
  }
}
