package io.kith.index.calibration;

import io.kith.index.calibration.TemplateSource.Holding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
    double[][] weights = weights(scores.identities(), seed);
    List<Rule> rules =
        Arrays.stream(ScoreRule.values())
            .map(rule -> Rule.of(rule, scores.trials(rule), weights))
            .toList();
    Rule best = rules.get(ScoreRule.BEST.ordinal());
    return Optional.of(
        new Comparison(
            scores.identities(),
            best.trials().mated(),
            best.trials().nonMated(),
            rules.stream().map(it -> it.figures(best, weights[0])).toList(),
            recommended(rules)));
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

  /**
   * A rule's searches.
   *
   * @param fnir at the last target; the first with all identities alike, the others with them drawn
   *     anew
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rule(ScoreRule rule, Trials trials, double[] fnir) {

    static Rule of(ScoreRule rule, Trials trials, double[][] weights) {
      return new Rule(
          rule,
          trials,
          Arrays.stream(weights).mapToDouble(it -> trials.fnir(TARGETS.getLast(), it)).toArray());
    }

    double difference(Rule from) {
      return fnir[0] - from.fnir[0];
    }

    /** Standard deviation of the difference. */
    double deviation(Rule from) {
      double squares = 0;
      for (int i = 1; i < fnir.length; i++) {
        double drawn = fnir[i] - from.fnir[i] - difference(from);
        squares += drawn * drawn;
      }
      return Math.sqrt(squares / (fnir.length - 1));
    }

    boolean beats(Rule other) {
      return difference(other) < -2 * deviation(other);
    }

    Figures figures(Rule best, double[] alike) {
      return new Figures(
          rule,
          trials.rank1(alike),
          TARGETS.stream().map(it -> trials.fnir(it, alike)).toList(),
          difference(best),
          deviation(best));
    }
  }

  /* The one that fails least is beaten by none. */
  private static ScoreRule recommended(List<Rule> simplestFirst) {
    return simplestFirst.stream()
        .filter(rule -> simplestFirst.stream().noneMatch(other -> other.beats(rule)))
        .findFirst()
        .orElseThrow()
        .rule();
  }
}
