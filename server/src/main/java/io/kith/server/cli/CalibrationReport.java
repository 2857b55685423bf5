package io.kith.server.cli;

import io.kith.server.api.CalibrationSummary;
import io.kith.server.api.CalibrationView;
import io.kith.server.report.Counted;
import java.util.Locale;

/** A calibration in words. */
final class CalibrationReport {

  private static final int LISTED = 20;

  private final StringBuilder text = new StringBuilder();

  private CalibrationReport() {}

  static String of(CalibrationView view) {
    CalibrationReport report = new CalibrationReport();
    report.measured(view.calibration());
    report.threshold(view.calibration());
    report.suspects(view);
    return report.text.toString().stripTrailing();
  }

  private void measured(CalibrationSummary it) {
    line(
        "%s with %s enrolled",
        Counted.of(it.identities(), "identity", "identities"),
        Counted.of(it.templates(), "template"));
    line(
        "measured: %d non-mated searches of %d %s%s, %d mated searches",
        it.nonMatedSearches() - it.rejections(),
        it.probed(),
        it.cohort() == null
            ? "of the identities, each hidden in turn"
            : "strangers of " + it.cohort(),
        it.rejections() == 0 ? "" : ", %d rejected probes".formatted(it.rejections()),
        it.matedSearches());
  }

  private void threshold(CalibrationSummary it) {
    if (it.threshold() == null) {
      long needed = (long) Math.ceil(it.probed() * it.smallestFpir() / it.targetFpir());
      line(
          "no threshold: a FPIR of %s needs %s more; these %d support %s or more",
          Table.percent(it.targetFpir()),
          Counted.of(needed - it.probed(), "identity", "identities"),
          it.probed(),
          Table.percent(it.smallestFpir()));
      return;
    }
    line(
        "threshold %s for a FPIR of %s (95 %% interval %s to %s%s)",
        Table.cosine(it.threshold()),
        Table.percent(it.targetFpir()),
        Table.percent(it.fpirLow()),
        Table.percent(it.fpirHigh()),
        it.extrapolated() ? "; extrapolated beyond the highest scores seen" : "");
    line(
        "expected FNIR at it: %s",
        it.fnir() == null ? "not known; no identity has two templates" : Table.percent(it.fnir()));
  }

  private void suspects(CalibrationView view) {
    int count = view.misplaced().size() + view.lookAlikes().size() + view.odd().size();
    if (count == 0) {
      return;
    }
    CalibrationSummary it = view.calibration();
    line("");
    line("to look at: possible errors of labelling, about 1 in 20 of them reported in error");
    Table table = new Table("what", "identity", "resembles", "cosine", "template");
    view.lookAlikes().stream()
        .limit(LISTED)
        .forEach(
            pair ->
                table.row(
                    "look-alikes", pair.first(), pair.second(), Table.cosine(pair.cosine()), "-"));
    view.misplaced().stream()
        .limit(LISTED)
        .forEach(
            one ->
                table.row(
                    "misplaced",
                    one.identity(),
                    one.resembles(),
                    Table.cosine(one.cosine()),
                    one.template()));
    view.odd().stream()
        .limit(LISTED)
        .forEach(
            one ->
                table.row("odd", one.identity(), "-", Table.cosine(one.cosine()), one.template()));
    line("%s", table.toString().stripTrailing());
    if (Math.max(view.misplaced().size(), Math.max(view.lookAlikes().size(), view.odd().size()))
        > LISTED) {
      line("%d in all; --json lists every one", count);
    }
    if (it.thresholdWithSuspects() != null && it.thresholdWithoutSuspects() != null) {
      line(
          "threshold with them %s, without them %s: thresholds now come from the rates %s",
          Table.cosine(it.thresholdWithSuspects()),
          Table.cosine(it.thresholdWithoutSuspects()),
          it.suspectsLeftOut() ? "without" : "with");
    }
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
