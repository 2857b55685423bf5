package io.kith.server.service;

import io.kith.index.UpgradeReport;
import io.kith.index.calibration.Measurement;
import io.kith.server.api.UpgradeView;
import io.kith.server.api.UpgradeView.LeftBehind;
import io.kith.server.api.UpgradeView.Rates;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Moves to another model as the API writes them. */
final class UpgradeViews {

  private static final int MOST_NAMED = 1_000;
  private static final double[] FPIR = {.1, .01, .001};

  private UpgradeViews() {}

  /**
   * @param targetFpir FPIR that is wanted, beside the usual ones
   */
  static @Nullable UpgradeView view(@Nullable UpgradeReport report, double targetFpir) {
    return report == null
        ? null
        : new UpgradeView(
            Views.model(report.from()),
            Views.model(report.to()),
            report.templates(),
            report.carried(),
            report.identities(),
            report.lost(),
            report.leftBehind().stream()
                .limit(MOST_NAMED)
                .map(it -> new LeftBehind(it.identity(), it.templates(), it.left(), it.reason()))
                .toList(),
            rates(report.before(), report.after(), targetFpir));
  }

  private static List<Rates> rates(
      @Nullable Measurement before, @Nullable Measurement after, double target) {
    if (before == null || after == null) {
      return List.of();
    }
    double smallest = Math.max(before.smallestFpir(), after.smallestFpir());
    return DoubleStream.concat(DoubleStream.of(FPIR), DoubleStream.of(target))
        .filter(fpir -> fpir >= smallest)
        .boxed()
        .distinct()
        .sorted(Comparator.reverseOrder())
        .map(fpir -> rates(before, after, fpir))
        .toList();
  }

  private static Rates rates(Measurement before, Measurement after, Double fpir) {
    double first = before.threshold(fpir, before.identities());
    double then = after.threshold(fpir, after.identities());
    return new Rates(fpir, first, fnir(before, first), then, fnir(after, then));
  }

  private static @Nullable Double fnir(Measurement measured, double threshold) {
    double fnir = measured.inForce().fnir(threshold);
    return Double.isNaN(fnir) ? null : (Double) fnir;
  }
}
