package io.kith.it.bench;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How near the rate of false positives comes to the target that a gallery was calibrated for: some
 * identities are enrolled, as many as are left over are strangers.
 */
@Command(
    name = "calibrate",
    description = "How near the rate of false positives comes to its target.",
    mixinStandardHelpOptions = true)
final class CalibrateBench implements Callable<Integer> {

  @Option(
      names = "--vectors",
      required = true,
      description = "Embeddings, float32 little-endian, with their names in a .txt beside them.")
  private @Nullable Path vectors;

  @Option(
      names = "--identities",
      split = ",",
      description =
          "Sizes of the gallery, up to half of the identities (default: ${DEFAULT-VALUE}).",
      defaultValue = "100,400,1500")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--targets",
      split = ",",
      description = "Target rates (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.05,0.01,0.003")
  private List<Double> targets = List.of();

  @Option(names = "--templates", description = "Most templates of an identity.")
  private int templates = Integer.MAX_VALUE;

  @Option(names = "--splits", description = "Random splits (default: ${DEFAULT-VALUE}).")
  private int splits = 20;

  @Option(names = "--seed", description = "Seed of the splits (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private Output output = new Output();

  private final List<Row> rows = new ArrayList<>();

  /** One target on one split. */
  private record Trial(double realised, boolean inside, boolean supported, double fixed) {}

  /**
   * One target with galleries of one size.
   *
   * @param mean of the rate that came about, over the splits, as a multiple of the target
   * @param deviation of that
   * @param inside share of splits whose rate lay within the interval that was stated
   * @param extrapolated whether the target is rarer than what the gallery shows
   * @param fixed the same mean with the threshold of the smallest galleries; 0 for those
   */
  @Serdeable
  record Row(
      int identities,
      double target,
      double mean,
      double deviation,
      double inside,
      boolean extrapolated,
      double fixed) {

    static final String HEADER =
        "N      target  realised/target mean   sd  inside  extrapolated  fixed threshold";

    String line() {
      return String.format(
          Locale.ROOT,
          "%-6d %6.3f  %20.2f %4.2f  %3.0f %%  %-12s  %s",
          identities,
          target,
          mean,
          deviation,
          100 * inside,
          extrapolated ? "yes" : "no",
          fixed == 0 ? "" : String.format(Locale.ROOT, "%.2f", fixed));
    }
  }

  @Override
  public Integer call() throws IOException {
    LabelledVectors all = new LabelledVectors(Objects.requireNonNull(vectors));
    output.line(Row.HEADER);
    double[] fixed = new double[targets.size()];
    int half = all.identities() / 2;
    for (int size : sizes.stream().map(it -> Math.min(it, half)).distinct().toList()) {
      List<List<Trial>> trials = new ArrayList<>();
      targets.forEach(_ -> trials.add(new ArrayList<>()));
      Random random = new Random(seed);
      double[] sums = new double[targets.size()];
      for (int split = 0; split < splits; split++) {
        double[] thresholds = split(all.shuffled(templates, random), size, fixed, trials);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += thresholds[i] / splits;
        }
      }
      if (rows.isEmpty()) {
        fixed = sums;
      }
      add(size, trials);
    }
    output.document(rows);
    return 0;
  }

  private double[] split(
      List<List<float[]>> shuffled, int size, double[] fixed, List<List<Trial>> trials) {
    int half = shuffled.size() / 2;
    List<List<float[]>> enrolled = shuffled.subList(0, size);
    List<List<float[]>> strangers = shuffled.subList(half, shuffled.size());
    Measurement measured =
        new Calibrator(Integer.MAX_VALUE, seed, false, Effort.full())
            .measure(LabelledVectors.source(enrolled), Progress.NONE)
            .orElseThrow();
    Strangers searches = Strangers.of(strangers, enrolled);
    double[] thresholds = new double[targets.size()];
    for (int i = 0; i < thresholds.length; i++) {
      double target = targets.get(i);
      thresholds[i] = measured.threshold(target, enrolled.size());
      double realised = searches.reaching(thresholds[i]);
      trials
          .get(i)
          .add(
              new Trial(
                  realised / target,
                  realised >= measured.inForce().fpirLow(thresholds[i])
                      && realised <= measured.inForce().fpirHigh(thresholds[i]),
                  target >= measured.smallestSeenFpir(),
                  fixed[i] == 0 ? 0 : searches.reaching(fixed[i]) / target));
    }
    return thresholds;
  }

  private void add(int size, List<List<Trial>> trials) {
    for (int i = 0; i < trials.size(); i++) {
      List<Trial> of = trials.get(i);
      double mean = mean(of, Trial::realised);
      Row row =
          new Row(
              size,
              targets.get(i),
              mean,
              Math.sqrt(mean(of, it -> Math.pow(it.realised() - mean, 2))),
              mean(of, it -> it.inside() ? 1 : 0),
              !of.getFirst().supported(),
              mean(of, Trial::fixed));
      rows.add(row);
      output.line(row.line());
    }
  }

  private static double mean(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return trials.stream().mapToDouble(of).average().orElseThrow();
  }
}
