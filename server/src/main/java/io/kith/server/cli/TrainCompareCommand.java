package io.kith.server.cli;

import io.kith.config.LimitSettings;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.Trainer;
import io.kith.embedder.training.Training;
import io.kith.embedder.training.TrainingImages;
import io.kith.embedder.training.TrainingPlan;
import io.kith.index.evaluation.Spread;
import io.kith.server.api.ProblemKind;
import io.kith.server.report.Section;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains with each head at one equal budget. */
@Command(
    name = "compare",
    description = {
      "Train with each head at one equal budget, several seeds each, and say how they do on classes held out.",
      "Each seed holds out other classes, the same for all heads."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainCompareCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();
  @Mixin private final PlanOptions options = new PlanOptions();

  @Parameters(paramLabel = "DIR", description = "Folder of folders of images; a class each.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path folder;

  @Option(names = "--seeds", description = "Trainings with each head.")
  private int seeds = 3;

  @Option(names = "--heads", split = ",", description = "Heads to compare.")
  private List<HeadKind> heads =
      Arrays.stream(HeadKind.values()).filter(head -> head != HeadKind.COMBINED).toList();

  /**
   * How one head did, over its seeds.
   *
   * @param margin in the head's unit
   * @param ways classes that {@code fewShot} is among; the fewest
   * @param strangers searches of strangers that the rates of false positives are of; the fewest
   * @param dirAtFpir1 null where these are too few, as is {@code dirAtFpir10}
   */
  @Serdeable
  record Row(
      String head,
      List<Double> margin,
      Spread eer,
      int ways,
      Spread fewShot,
      Spread rank1,
      int strangers,
      @Nullable Spread dirAtFpir1,
      @Nullable Spread dirAtFpir10) {}

  /** JSON document. */
  @Serdeable
  record Document(int seeds, List<Row> heads) {}

  @Override
  public Integer call() {
    check();
    try (Interruption interruption = Interruption.open();
        Session session = Session.open()) {
      TrainingImages images = TrainingImages.in(folder);
      List<Row> rows = new ArrayList<>();
      for (HeadKind head : heads) {
        List<OpenSetFigures> figures = new ArrayList<>();
        for (int seed = 1; seed <= seeds && !interruption.requested(); seed++) {
          output.message("%s, seed %d of %d", name(head), seed, seeds);
          figures.add(train(session, images, head, seed, interruption));
        }
        if (interruption.requested()) {
          output.message("kith: stopped before the end");
          return 1;
        }
        rows.add(row(head, figures));
      }
      output.document(session.json(), new Document(seeds, rows));
      print(rows);
      return 0;
    }
  }

  private void print(List<Row> rows) {
    int ways = rows.stream().mapToInt(Row::ways).min().orElseThrow();
    Table table =
        new Table(
            "head",
            "margin",
            "EER %",
            ways + "-way 1-shot %",
            "rank-1 %",
            "DIR@FPIR 1 %",
            "DIR@FPIR 10 %");
    rows.forEach(
        row ->
            table.row(
                row.head(),
                margin(row.margin()),
                percent(row.eer()),
                percent(row.fewShot()),
                percent(row.rank1()),
                percent(row.dirAtFpir1()),
                percent(row.dirAtFpir10())));
    output.table(table);
    int strangers = rows.stream().mapToInt(Row::strangers).min().orElseThrow();
    output.text("%s", TrainReport.strangers(strangers));
  }

  /* Before the first head is trained, which takes long. */
  private void check() {
    if (seeds < 1) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--seeds: %d is not allowed; allowed: 1 or more".formatted(seeds));
    }
    for (HeadKind head : heads) {
      if (options.plan(head, head.usualMargin(), 1).validation() == 0) {
        throw ProblemKind.INVALID_REQUEST.with(
            "--validation: 0 leaves nothing to measure; hold out some classes");
      }
    }
  }

  private OpenSetFigures train(
      Session session, TrainingImages images, HeadKind head, int seed, Interruption interruption) {
    try (Scratch scratch = new Scratch();
        TrainingProgress progress = new TrainingProgress(output, interruption)) {
      TrainingPlan plan = options.plan(head, head.usualMargin(), seed);
      LimitSettings limits = session.context().getBean(LimitSettings.class);
      Training training =
          new Trainer(plan, limits, HeldOutFigures::of, progress)
              .train(images, scratch.folder().resolve("model"));
      return Objects.requireNonNull(training.heldOut(), "classes are held out");
    }
  }

  private static Row row(HeadKind head, List<OpenSetFigures> figures) {
    return new Row(
        name(head),
        head.usualMargin(),
        over(figures, OpenSetFigures::eer),
        figures.stream().mapToInt(OpenSetFigures::ways).min().orElseThrow(),
        over(figures, OpenSetFigures::fewShot),
        over(figures, OpenSetFigures::rank1),
        figures.stream().mapToInt(OpenSetFigures::strangers).min().orElseThrow(),
        overStated(figures, OpenSetFigures::dirAt1),
        overStated(figures, OpenSetFigures::dirAt10));
  }

  private static Spread over(
      List<OpenSetFigures> figures, ToDoubleFunction<OpenSetFigures> figure) {
    return Spread.of(figures.stream().mapToDouble(figure).toArray());
  }

  private static @Nullable Spread overStated(
      List<OpenSetFigures> figures, Function<OpenSetFigures, OptionalDouble> figure) {
    return figures.stream().allMatch(each -> figure.apply(each).isPresent())
        ? over(figures, each -> figure.apply(each).orElseThrow())
        : null;
  }

  private static String percent(@Nullable Spread spread) {
    return spread == null
        ? Section.NEEDS_MORE
        : String.format(Locale.ROOT, "%.2f +- %.2f", 100 * spread.mean(), 100 * spread.deviation());
  }

  private static String margin(List<Double> values) {
    return values.isEmpty()
        ? "0.0"
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String name(HeadKind head) {
    return head.name().toLowerCase(Locale.ROOT);
  }
}
