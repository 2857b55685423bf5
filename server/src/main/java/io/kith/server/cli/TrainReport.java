package io.kith.server.cli;

import io.kith.embedder.training.EpochFigures;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.Training;
import io.kith.index.evaluation.Spread;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended, as it is told: a JSON document, and for a model that was trained on from
 * another, whether that helped.
 *
 * @param before how the model that it started from does on the classes held out
 */
@Serdeable
record TrainReport(
    String model,
    int epochs,
    @Nullable Double loss,
    @Nullable Double imagesPerSecond,
    @Nullable Double eer,
    @Nullable Double fewShot,
    @Nullable Double rank1,
    @Nullable Double dirAtFpir1,
    @Nullable Double dirAtFpir10,
    @Nullable Before before) {

  /** Of the mean of differences, below which it may be chance. */
  private static final double STANDARD_ERRORS = 2;

  /** The same figures of the model before. */
  @Serdeable
  record Before(
      String model,
      double eer,
      double fewShot,
      double rank1,
      double dirAtFpir1,
      double dirAtFpir10) {}

  /**
   * @param from the model that it started from; null for none
   */
  static TrainReport of(String name, @Nullable String from, Training training) {
    EpochFigures last = training.last();
    OpenSetFigures held = training.heldOut();
    OpenSetFigures before = training.before();
    return new TrainReport(
        name,
        training.epochs(),
        last == null ? null : last.loss(),
        last == null ? null : last.imagesPerSecond(),
        held == null ? null : held.eer(),
        held == null ? null : held.fewShot(),
        held == null ? null : held.rank1(),
        held == null ? null : held.dirAt1(),
        held == null ? null : held.dirAt10(),
        from == null || before == null
            ? null
            : new Before(
                from,
                before.eer(),
                before.fewShot(),
                before.rank1(),
                before.dirAt1(),
                before.dirAt10()));
  }

  /** Says what became of the model's figures on the classes held out, and what follows. */
  static void compare(
      String name, String from, OpenSetFigures was, OpenSetFigures is, Output output) {
    Table table = new Table("on the classes held out", from, name);
    table.row("EER", percent(was.eer()), percent(is.eer()));
    table.row("20-way 1-shot", percent(was.fewShot()), percent(is.fewShot()));
    table.row("rank-1", percent(was.rank1()), percent(is.rank1()));
    table.row("DIR at FPIR 1 %", percent(was.dirAt1()), percent(is.dirAt1()));
    table.row("DIR at FPIR 10 %", percent(was.dirAt10()), percent(is.dirAt10()));
    output.table(table);
    output.text("%s", verdict(name, from, was, is));
  }

  /* Both models are measured in the same splits, so what tells is the difference in each. */
  static String verdict(String name, String from, OpenSetFigures was, OpenSetFigures is) {
    double[] gains = new double[is.splits().size()];
    Arrays.setAll(gains, i -> is.splits().get(i).dirAt1() - was.splits().get(i).dirAt1());
    Spread gain = Spread.of(gains);
    double doubt = STANDARD_ERRORS * gain.deviation() / Math.sqrt(gains.length);
    if (gain.mean() > doubt) {
      return "%s does better than %s on classes that neither was trained on here"
          .formatted(name, from);
    }
    if (gain.mean() < -doubt) {
      return "training on did not help: %s does worse than %s on the classes held out; keep to %s, or try more classes and images, fewer epochs, or a lower --learning-rate"
          .formatted(name, from, from);
    }
    return "training on changed little: on the classes held out %s is not clearly better or worse than %s"
        .formatted(name, from);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
