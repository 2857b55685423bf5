package io.kith.it.bench;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import io.kith.index.calibration.Sampled;
import io.kith.index.calibration.Suspects;
import io.kith.index.calibration.Suspects.Pair;
import io.kith.index.calibration.TemplateSource;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many errors of labelling calibration finds: in a gallery of identities with several templates
 * some templates are moved to a wrong identity, and some identities are enrolled twice.
 */
@Command(
    name = "suspects",
    description = "How many errors of labelling calibration finds.",
    mixinStandardHelpOptions = true)
final class SuspectBench implements Callable<Integer> {

  @Option(
      names = "--vectors",
      required = true,
      description = "Embeddings, float32 little-endian, with their names in a .txt beside them.")
  private @Nullable Path vectors;

  @Option(names = "--identities", description = "Identities (default: ${DEFAULT-VALUE}).")
  private int identities = 800;

  @Option(names = "--most", description = "Most templates of each (default: ${DEFAULT-VALUE}).")
  private int most = 10;

  @Option(
      names = "--moved",
      description = "Share of templates moved to a wrong identity (default: ${DEFAULT-VALUE}).")
  private double moved = 0.05;

  @Option(
      names = "--twice",
      description = "Share of identities enrolled twice (default: ${DEFAULT-VALUE}).")
  private double twice = 0.02;

  @Option(names = "--target", description = "Target FPIR (default: ${DEFAULT-VALUE}).")
  private double target = 0.01;

  @Option(names = "--splits", description = "Random galleries (default: ${DEFAULT-VALUE}).")
  private int splits = 5;

  @Option(names = "--seed", description = "Seed of the choices (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private Output output = new Output();

  /**
   * What was found in one gallery.
   *
   * @param moved templates that were moved; how many of them were found, and how many templates
   *     were reported
   * @param twice identities that were enrolled twice, and the same of them
   * @param reportedFalsely reports that no error explains
   * @param odd templates that resemble nobody, their own identity neither
   * @param cleanThreshold threshold for the target without the errors
   * @param cleanWithoutSuspects the same, with what is reported there left out
   * @param threshold threshold for the target with the errors
   * @param withoutSuspects the same, with what is reported left out
   */
  @Serdeable
  record Row(
      int moved,
      long movedFound,
      int misplacedReported,
      int twice,
      long twiceFound,
      int lookAlikesReported,
      long reportedFalsely,
      int odd,
      double cleanThreshold,
      double cleanWithoutSuspects,
      double threshold,
      double withoutSuspects) {

    static final String HEADER =
        "moved found misplaced-reported  twice found look-alikes-reported  reported-falsely  odd  threshold: clean, without its own suspects; with errors, without suspects";

    String line() {
      return String.format(
          Locale.ROOT,
          "%5d %5d %18d  %5d %5d %20d  %16d  %3d  %.3f, %.3f; %.3f, %.3f",
          moved,
          movedFound,
          misplacedReported,
          twice,
          twiceFound,
          lookAlikesReported,
          reportedFalsely,
          odd,
          cleanThreshold,
          cleanWithoutSuspects,
          threshold,
          withoutSuspects);
    }
  }

  /**
   * A gallery with errors, and which they are.
   *
   * @param between pairs of identities that a template was moved between
   * @param twice pairs of identities that are one subject
   */
  private record Contaminated(
      List<Sampled> templates, Set<Long> moved, Set<Pair> between, Set<Pair> twice) {

    /** Whether one of the errors makes these two identities alike. */
    boolean explains(long one, long other) {
      Pair pair = Pair.of(one, other);
      return between.contains(pair) || twice.contains(pair);
    }
  }

  @Override
  public Integer call() throws IOException {
    LabelledVectors all = new LabelledVectors(Objects.requireNonNull(vectors));
    output.line(Row.HEADER);
    List<Row> rows = new ArrayList<>();
    Random random = new Random(seed);
    for (int split = 0; split < splits; split++) {
      List<List<float[]>> several =
          all.shuffled(most, random).stream().filter(it -> it.size() > 1).toList();
      List<List<float[]>> clean = several.subList(0, Math.min(identities, several.size()));
      Row row = row(clean, contaminate(clean, random));
      rows.add(row);
      output.line(row.line());
    }
    output.document(rows);
    return 0;
  }

  private Row row(List<List<float[]>> clean, Contaminated errors) {
    Measurement measured = measure(new LabelledVectors.InMemory(errors.templates()));
    Measurement right = measure(LabelledVectors.source(clean));
    Suspects suspects = measured.suspects();
    return new Row(
        errors.moved().size(),
        suspects.misplaced().stream().filter(it -> errors.moved().contains(it.template())).count(),
        suspects.misplaced().size(),
        errors.twice().size(),
        suspects.lookAlikes().stream()
            .filter(it -> errors.twice().contains(Pair.of(it.first(), it.second())))
            .count(),
        suspects.lookAlikes().size(),
        reportedFalsely(suspects, errors),
        suspects.odd().size(),
        right.all().threshold(target),
        right.withoutSuspects().threshold(target),
        measured.all().threshold(target),
        measured.withoutSuspects().threshold(target));
  }

  /**
   * Reports that no error explains: neither the template nor the pair of identities that it names.
   */
  private static long reportedFalsely(Suspects suspects, Contaminated errors) {
    return suspects.misplaced().stream()
            .filter(it -> !errors.moved().contains(it.template()))
            .filter(it -> !errors.explains(it.identity(), it.resembles()))
            .count()
        + suspects.lookAlikes().stream()
            .filter(it -> !errors.explains(it.first(), it.second()))
            .count();
  }

  private Measurement measure(TemplateSource source) {
    return new Calibrator(Integer.MAX_VALUE, seed, false, Effort.full())
        .measure(source, Progress.NONE)
        .orElseThrow();
  }

  private Contaminated contaminate(List<List<float[]>> clean, Random random) {
    List<float[]> templates = new ArrayList<>();
    List<Long> identity = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      for (float[] vector : clean.get(i)) {
        templates.add(vector);
        identity.add((long) i + 1);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < templates.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    Set<Long> wrong = new HashSet<>();
    Set<Pair> between = new HashSet<>();
    for (int at : order.subList(0, (int) (moved * templates.size()))) {
      long right = identity.get(at);
      long other = 1 + random.nextInt(clean.size() - 1);
      identity.set(at, other >= right ? other + 1 : other);
      between.add(Pair.of(right, identity.get(at)));
      wrong.add((long) at + 1);
    }
    Set<Pair> split = enrolTwice(identity, wrong, clean.size(), random);
    List<Sampled> sampled = new ArrayList<>();
    for (int i = 0; i < templates.size(); i++) {
      sampled.add(new Sampled(identity.get(i), i + 1, templates.get(i), 1));
    }
    return new Contaminated(sampled, wrong, between, split);
  }

  /** Gives half of the templates of some identities to new ones. */
  private Set<Pair> enrolTwice(List<Long> identity, Set<Long> wrong, int count, Random random) {
    List<Long> keys = new ArrayList<>();
    for (long key = 1; key <= count; key++) {
      keys.add(key);
    }
    Collections.shuffle(keys, random);
    Set<Pair> split = new HashSet<>();
    for (long key : keys) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < identity.size(); i++) {
        if (identity.get(i) == key && !wrong.contains((long) i + 1)) {
          own.add(i);
        }
      }
      if (split.size() < (int) (twice * count) && own.size() > 1) {
        long again = count + key;
        own.subList(0, own.size() / 2).forEach(i -> identity.set(i, again));
        split.add(Pair.of(key, again));
      }
    }
    return split;
  }
}
