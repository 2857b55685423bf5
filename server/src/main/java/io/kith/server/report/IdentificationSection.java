package io.kith.server.report;

import static io.kith.server.report.Section.NEEDS_MORE;

import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentificationFigures.AtFpir;
import io.kith.index.evaluation.Resolution;
import io.kith.index.evaluation.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/** Open-set identification as it is told. */
final class IdentificationSection {

  private IdentificationSection() {}

  /** Of figures for one number of samples enrolled each; at least one. */
  static Section of(List<IdentificationFigures> all) {
    IdentificationFigures first = all.getFirst();
    return new Section(
        "Identification",
        "open-set search 1:N, %s, mean ± standard deviation"
            .formatted(Counted.of(first.splits(), "random split")),
        headline(first),
        meaning(first),
        header(first),
        all.stream().map(IdentificationSection::row).toList(),
        notes(all),
        new IdentificationPictures(all).pictures());
  }

  /**
   * The point at which a gallery would work: a FPIR of 1 %, else the lowest above it that the
   * searches support.
   */
  static Optional<AtFpir> working(IdentificationFigures figures) {
    return figures.atFpir().stream()
        .filter(at -> at.fnir() != null && at.fpir() >= IdentificationFigures.GROWTH_FPIR)
        .reduce((_, lower) -> lower);
  }

  private static String headline(IdentificationFigures figures) {
    return working(figures)
        .map(at -> Percent.found(figures, at) + " %")
        .orElseGet(() -> Percent.success(figures.rank1().mean(), figures.mated()) + " %");
  }

  private static String meaning(IdentificationFigures figures) {
    String gallery =
        "%s enrolled with %s each"
            .formatted(
                Counted.of(figures.enrolled(), "identity", "identities"),
                Counted.of(figures.samples(), "image"));
    return working(figures)
        .map(
            at ->
                "of searches for somebody enrolled name the right identity, where %s %% of strangers are taken for somebody; %s"
                    .formatted(Percent.exact(at.fpir()), gallery))
        .orElse(
            "of searches for somebody enrolled put the right identity first; there are too few images to say more; "
                + gallery);
  }

  private static List<String> header(IdentificationFigures figures) {
    List<String> header = new ArrayList<>(List.of("images each", "N", "mated", "non-mated"));
    header.add("rank-1 %");
    figures
        .atFpir()
        .forEach(at -> header.add("FNIR %% at FPIR %s %%".formatted(Percent.exact(at.fpir()))));
    return header;
  }

  private static List<String> row(IdentificationFigures figures) {
    List<String> row = new ArrayList<>();
    row.add(String.valueOf(figures.samples()));
    row.add(Percent.count(figures.enrolled()));
    row.add(Percent.count(figures.mated()));
    row.add(Percent.count(figures.nonMated()));
    row.add(Percent.success(figures.rank1(), figures.mated()));
    for (AtFpir at : figures.atFpir()) {
      Spread fnir = at.fnir();
      row.add(fnir == null ? NEEDS_MORE : Percent.error(fnir, figures.mated()));
    }
    return row;
  }

  private static List<String> notes(List<IdentificationFigures> all) {
    List<String> notes = new ArrayList<>();
    LongSummaryStatistics searches =
        all.stream().mapToLong(IdentificationFigures::nonMated).summaryStatistics();
    for (AtFpir at : all.getFirst().atFpir()) {
      if (!Resolution.supports(at.fpir(), searches.getMin())) {
        notes.add(
            "FPIR %s %% takes %s non-mated searches, so that ten errors are expected; there are %s."
                .formatted(
                    Percent.exact(at.fpir()),
                    Percent.count(at.searchesNeeded()),
                    Counted.range(searches.getMin(), searches.getMax())));
      }
    }
    return notes;
  }
}
