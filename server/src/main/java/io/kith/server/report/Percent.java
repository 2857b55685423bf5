package io.kith.server.report;

import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.Resolution;
import io.kith.index.evaluation.Spread;
import java.util.Locale;
import java.util.Objects;

/** Rates as tables show them, in per cent, and no nearer to 0 or 1 than the trials can tell. */
final class Percent {

  private Percent() {}

  /** A rate that is set, not measured: {@code 0.3}. */
  static String exact(double rate) {
    String text = String.format(Locale.ROOT, "%.2f", 100 * rate);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** A measured error rate. */
  static String error(double rate, long trials) {
    return rate > 0 ? number(rate) : "< " + number(Resolution.ruleOfThree(trials));
  }

  /** A measured rate of success. */
  static String success(double rate, long trials) {
    return rate < 1 ? number(rate) : "> " + number(1 - Resolution.ruleOfThree(trials));
  }

  /** A measured error rate; where no error was seen, what its interval tells. */
  static String error(double rate, Interval interval) {
    return rate > 0 ? number(rate) : "< " + number(interval.high());
  }

  /** A measured rate of success; where all were right, what its interval tells. */
  static String success(double rate, Interval interval) {
    return rate < 1 ? number(rate) : "> " + number(interval.low());
  }

  /** An error rate over repetitions. */
  static String error(Spread rate, long trials) {
    return rate.mean() > 0 ? spread(rate) : error(0, trials);
  }

  /** A rate of success over repetitions. */
  static String success(Spread rate, long trials) {
    return rate.mean() < 1 ? spread(rate) : success(1, trials);
  }

  /** A 95 % interval. */
  static String interval(Interval interval) {
    return number(interval.low()) + " to " + number(interval.high());
  }

  private static String spread(Spread rate) {
    return number(rate.mean()) + " ± " + number(rate.deviation());
  }

  static String number(double rate) {
    return String.format(Locale.ROOT, "%.2f", 100 * rate);
  }

  /** A count with separators: {@code 10,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Share of mated searches found, DIR = 1 - FNIR(N, 1, T), of a rate that is supported. */
  static String found(IdentificationFigures figures, IdentificationFigures.AtFpir at) {
    return success(1 - Objects.requireNonNull(at.fnir()).mean(), figures.mated());
  }

  /** An area under a ROC, which is no percentage. */
  static String area(double area) {
    return String.format(Locale.ROOT, "%.4f", area);
  }

  /** A cosine. */
  static String cosine(double cosine) {
    return String.format(Locale.ROOT, "%.3f", cosine);
  }
}
