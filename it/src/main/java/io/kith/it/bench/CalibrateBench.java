package io.kith.it.bench;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  /** One target on one split. */
  private record Trial(double realised, boolean inside, boolean supported, double fixed) {}

  @Override
  public Integer call() {
    LabelledVectors all = new LabelledVectors(Objects.requireNonNull(vectors));
    List<List<Trial>> first = new ArrayList<>();
    System.out.println(
        "N      target  realised/target mean   sd  inside  extrapolated  fixed threshold");
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
      if (first.isEmpty()) {
        first.addAll(trials);
        fixed = sums;
      }
      print(size, trials);
    }
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
                  fixed[i] == 0 ? Double.NaN : searches.reaching(fixed[i]) / target));
    }
    return thresholds;
  }

  private void print(int size, List<List<Trial>> trials) {
    for (int i = 0; i < trials.size(); i++) {
      List<Trial> of = trials.get(i);
      double mean = of.stream().mapToDouble(Trial::realised).average().orElseThrow();
      double variance =
          of.stream().mapToDouble(it -> Math.pow(it.realised() - mean, 2)).average().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%-6d %6.3f  %20.2f %4.2f  %3.0f %%  %-12s  %.2f%n",
          size,
          targets.get(i),
          mean,
          Math.sqrt(variance),
          100.0 * of.stream().filter(Trial::inside).count() / of.size(),
          of.getFirst().supported() ? "no" : "yes",
          of.stream().mapToDouble(Trial::fixed).average().orElseThrow());
    }
  }
}
