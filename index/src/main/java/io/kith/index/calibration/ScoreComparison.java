package io.kith.index.calibration;

import io.kith.index.calibration.TemplateSource.Holding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Compares {@link ScoreRule}s on a gallery's own templates. Each template of a sample is searched
 * with: left out of its identity for the mated search, with the identity hidden for the non-mated
 * one.
 */
public final class ScoreComparison {

  /** Targets that FNIR is compared at. */
  public static final List<Double> TARGETS = List.of(0.1, 0.01);

  private static final int MOST_TEMPLATES = 3_000;
  private static final int MOST_PER_IDENTITY = 10;
  private static final int REPLICATES = 200;

  private ScoreComparison() {}

  /**
   * What one rule gives.
   *
   * @param rank1 share of mated searches whose own identity is first
   * @param fnir share of mated searches that fail, at each of {@link #TARGETS}
   * @param difference {@code fnir} at the last target less that of the best cosine
   * @param deviation standard deviation of that difference over identities drawn anew
   */
  public record Figures(
      ScoreRule rule, double rank1, List<Double> fnir, double difference, double deviation) {
    public Figures {
      fnir = List.copyOf(fnir);
    }
  }

  /**
   * What all rules give.
   *
   * @param identities N
   * @param mated number of mated searches
   * @param nonMated number of non-mated searches
   * @param recommended the simplest rule that none beats by more than two standard deviations
   */
  public record Comparison(
      int identities, int mated, int nonMated, List<Figures> figures, ScoreRule recommended) {
    public Comparison {
      figures = List.copyOf(figures);
    }
  }

  /**
   * Compares.
   *
   * @param seed of the sample
   * @return empty when fewer than {@value Calibrator#FEWEST_IDENTITIES} identities of the sample
   *     have two templates
   */
  public static Optional<Comparison> of(TemplateSource gallery, long seed) {
    List<Sampled> sample = draw(gallery, seed);
    if (withSecondTemplate(sample) < Calibrator.FEWEST_IDENTITIES) {
      return Optional.empty();
    }
    RuleScores scores = new RuleScores(sample);
    Map<ScoreRule, Trials> trials = new EnumMap<>(ScoreRule.class);
    for (ScoreRule rule : ScoreRule.values()) {
      trials.put(rule, scores.trials(rule));
    }
    double[][] weights = weights(scores.identities(), seed);
    List<Figures> figures = new ArrayList<>();
    Trials best = scores.trials(ScoreRule.BEST);
    trials.forEach((rule, of) -> figures.add(figures(rule, of, best, weights)));
    return Optional.of(
        new Comparison(
            scores.identities(), best.mated(), best.nonMated(), figures, recommended(figures)));
  }

  private static long withSecondTemplate(List<Sampled> sample) {
    return sample.stream()
        .collect(Collectors.groupingBy(Sampled::identity, Collectors.counting()))
        .values()
        .stream()
        .filter(templates -> templates > 1)
        .count();
  }

  private static List<Sampled> draw(TemplateSource gallery, long seed) {
    List<Holding> shuffled = new ArrayList<>(gallery.holdings());
    Collections.shuffle(shuffled, new Random(seed));
    List<Sampled> sample = new ArrayList<>();
    for (Holding holding : shuffled) {
      if (sample.size() >= MOST_TEMPLATES) {
        break;
      }
      sample.addAll(gallery.first(holding.identity(), MOST_PER_IDENTITY));
    }
    return sample;
  }

  /* The first weighs all alike; the others are a Bayesian bootstrap. */
  private static double[][] weights(int identities, long seed) {
    Random random = new Random(seed);
    double[][] weights = new double[REPLICATES + 1][identities];
    Arrays.fill(weights[0], 1);
    for (int i = 1; i <= REPLICATES; i++) {
      for (int j = 0; j < identities; j++) {
        weights[i][j] = -Math.log(1 - random.nextDouble());
      }
    }
    return weights;
  }

  private static Figures figures(ScoreRule rule, Trials trials, Trials best, double[][] weights) {
    List<Double> fnir = TARGETS.stream().map(it -> trials.fnir(it, weights[0])).toList();
    double target = TARGETS.getLast();
    double difference = fnir.getLast() - best.fnir(target, weights[0]);
    double squares = 0;
    for (int i = 1; i <= REPLICATES; i++) {
      double drawn = trials.fnir(target, weights[i]) - best.fnir(target, weights[i]);
      squares += (drawn - difference) * (drawn - difference);
    }
    return new Figures(
        rule, trials.rank1(weights[0]), fnir, difference, Math.sqrt(squares / REPLICATES));
  }

  private static ScoreRule recommended(List<Figures> figures) {
    return figures.stream()
        .filter(it -> it.difference() < -2 * it.deviation())
        .min(Comparator.comparingDouble(Figures::difference))
        .map(Figures::rule)
        .orElse(ScoreRule.BEST);
  }
}
