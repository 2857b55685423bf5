package io.kith.server.report;

import io.kith.index.evaluation.FewShotFigures;
import java.util.List;

/** Few-shot episodes as they are told. */
final class FewShotSection {

  private FewShotSection() {}

  /** Of these figures; at least one. */
  static Section of(List<FewShotFigures> all) {
    FewShotFigures first = all.getFirst();
    FewShotFigures hardest =
        all.stream()
            .reduce(
                first,
                (a, b) ->
                    b.ways() > a.ways() || (b.ways() == a.ways() && b.shots() < a.shots()) ? b : a);
    return new Section(
        "Few-shot",
        "%s of n identities by k images each%s"
            .formatted(
                Counted.of(first.episodes(), "episode"),
                first.withinGroup() ? " of one group" : ""),
        accuracy(hardest) + " %",
        "named rightly among %d identities by %s each; here nobody is a stranger"
            .formatted(hardest.ways(), Counted.of(hardest.shots(), "image")),
        List.of("n-way", "k-shot", "named", "accuracy %", "95 % interval", "by chance %"),
        all.stream().map(FewShotSection::row).toList(),
        List.of(),
        List.of());
  }

  private static long trials(FewShotFigures figures) {
    return (long) figures.ways() * figures.episodes();
  }

  private static String accuracy(FewShotFigures figures) {
    return Percent.success(figures.accuracy(), figures.interval());
  }

  private static List<String> row(FewShotFigures figures) {
    return List.of(
        String.valueOf(figures.ways()),
        String.valueOf(figures.shots()),
        Percent.count(trials(figures)),
        accuracy(figures),
        Percent.interval(figures.interval()),
        Percent.exact(1.0 / figures.ways()));
  }
}
