package io.kith.server.cli;

import io.kith.embedder.training.EpochFigures;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.OpenSetFigures.Split;
import io.kith.embedder.training.Training;
import io.kith.index.evaluation.Resolution;
import io.kith.index.evaluation.Spread;
import io.kith.server.report.Section;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended, as it is told: a JSON document, and for a model that was trained on from
 * another, whether that helped.
 *
 * @param ways classes that {@code fewShot} is among
 * @param strangers searches of strangers that the rates of false positives are of
 * @param dirAtFpir1 null where these are too few, as is {@code dirAtFpir10}
 * @param before how the model that it started from does on the classes held out
 */
@Serdeable
record TrainReport(
    String model,
    int epochs,
    @Nullable Double loss,
    @Nullable Double imagesPerSecond,
    @Nullable Double eer,
    @Nullable Integer ways,
    @Nullable Double fewShot,
    @Nullable Double rank1,
    @Nullable Integer strangers,
    @Nullable Double dirAtFpir1,
    @Nullable Double dirAtFpir10,
    @Nullable Before before) {

  /** Of the differences in the splits, below which their mean may be chance. */
  private static final double DEVIATIONS = 2;

  /** The same figures of the model before. */
  @Serdeable
  record Before(
      String model,
      double eer,
      double fewShot,
      double rank1,
      @Nullable Double dirAtFpir1,
      @Nullable Double dirAtFpir10) {}

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
        held == null ? null : held.ways(),
        held == null ? null : held.fewShot(),
        held == null ? null : held.rank1(),
        held == null ? null : held.strangers(),
        held == null ? null : orNull(held.dirAt1()),
        held == null ? null : orNull(held.dirAt10()),
        from == null || before == null
            ? null
            : new Before(
                from,
                before.eer(),
                before.fewShot(),
                before.rank1(),
                orNull(before.dirAt1()),
                orNull(before.dirAt10())));
  }

  private static @Nullable Double orNull(OptionalDouble figure) {
    return figure.isPresent() ? figure.getAsDouble() : null;
  }

  /** Says what became of the model's figures on the classes held out, and what follows. */
  static void compare(
      String name, String from, OpenSetFigures was, OpenSetFigures is, Output output) {
    Table table = new Table("on the classes held out", from, name);
    table.row("EER", percent(was.eer()), percent(is.eer()));
    table.row(is.ways() + "-way 1-shot", percent(was.fewShot()), percent(is.fewShot()));
    table.row("rank-1", percent(was.rank1()), percent(is.rank1()));
    table.row("DIR at FPIR 1 %", ifStated(was.dirAt1()), ifStated(is.dirAt1()));
    table.row("DIR at FPIR 10 %", ifStated(was.dirAt10()), ifStated(is.dirAt10()));
    output.table(table);
    output.text("%s", strangers(is.strangers()));
    output.text("%s", verdict(name, from, was, is));
  }

  /** Says what the rates of false positives are of, and how many searches they take. */
  static String strangers(int searches) {
    return String.format(
        Locale.ROOT,
        "FPIR 1 %% takes %,d searches of strangers, 10 %% %,d; there are %,d",
        Resolution.trialsFor(0.01),
        Resolution.trialsFor(0.1),
        searches);
  }

  /* Both models are measured in the same splits, so what tells is the difference in each. */
  static String verdict(String name, String from, OpenSetFigures was, OpenSetFigures is) {
    if (is.dirAt10().isEmpty()) {
      return "the classes held out are too few to say whether training on helped; add classes, or images of them";
    }
    ToDoubleFunction<Split> dir = is.dirAt1().isPresent() ? Split::dirAt1 : Split::dirAt10;
    double[] gains = new double[is.splits().size()];
    Arrays.setAll(
        gains, i -> dir.applyAsDouble(is.splits().get(i)) - dir.applyAsDouble(was.splits().get(i)));
    Spread gain = Spread.of(gains);
    // All splits are of the same classes, so more of them leave as much to chance.
    double doubt = DEVIATIONS * gain.deviation();
    String measured =
        String.format(
            Locale.ROOT,
            "DIR changed by %.1f ± %.1f points (standard deviation over %d splits of them)",
            100 * gain.mean(),
            100 * gain.deviation(),
            gains.length);
    if (gain.mean() > doubt) {
      return "%s does better than %s on classes that neither was trained on here: %s"
          .formatted(name, from, measured);
    }
    if (gain.mean() < -doubt) {
      return "training on did not help: %s does worse than %s on the classes held out: %s; keep to %s, or try more classes and images, fewer epochs, or a lower --learning-rate"
          .formatted(name, from, measured, from);
    }
    return "training on changed little: on the classes held out %s is not clearly better or worse than %s: %s, and it takes two deviations"
        .formatted(name, from, measured);
  }

  private static String ifStated(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : Section.NEEDS_MORE;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
