package io.kith.server.cli;

import io.kith.server.api.UpgradeView;
import io.kith.server.report.Counted;

/** Tells people what a move to another model carries over. */
final class UpgradeText {

  private static final int MOST_NAMED = 20;

  private final Output output;

  UpgradeText(Output output) {
    this.output = output;
  }

  void print(UpgradeView view) {
    if (!view.rates().isEmpty()) {
      Table rates =
          new Table(
              "FPIR",
              "threshold " + view.from().name(),
              "FNIR",
              "threshold " + view.to().name(),
              "FNIR");
      view.rates()
          .forEach(
              it ->
                  rates.row(
                      Table.percent(it.fpir()),
                      Table.cosine(it.thresholdBefore()),
                      Table.percent(it.fnirBefore()),
                      Table.cosine(it.thresholdAfter()),
                      Table.percent(it.fnirAfter())));
      output.table(rates);
    }
    output.text(
        "%,d of %s carried over from %s to %s; of %s not carried over at all: %,d",
        view.carried(),
        Counted.of(view.templates(), "template"),
        view.from().name(),
        view.to().name(),
        Counted.of(view.identities(), "identity", "identities"),
        view.lost());
    view.leftBehind().stream()
        .limit(MOST_NAMED)
        .forEach(
            it ->
                output.message(
                    "left behind: %s: %d of %s: %s",
                    it.identity(), it.left(), Counted.of(it.templates(), "template"), it.reason()));
    if (view.leftBehind().size() > MOST_NAMED) {
      output.message("and others; --json names the first 1,000");
    }
  }
}
