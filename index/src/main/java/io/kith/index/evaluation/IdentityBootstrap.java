package io.kith.index.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Confidence intervals of 1:1 figures by drawing identities, not comparisons, anew: comparisons
 * that share somebody are not independent (Bolle, Ratha, Pankanti 2004, "Error analysis of pattern
 * recognition systems: the subsets bootstrap").
 *
 * <p>A draw of as many identities as there are, with replacement, has each w times. It weighs a
 * mated comparison with the w of its identity, a non-mated one with the product of both. Cost: O(n)
 * a draw for n comparisons.
 */
final class IdentityBootstrap {

  private static final int DRAWS = 200;
  private static final double OUTSIDE = 0.025;

  private final double[] cosines;
  private final int[] a;
  private final int[] b;
  private final int identities;

  /** Of these comparisons, in any order. */
  IdentityBootstrap(Collection<Comparison> comparisons) {
    List<Comparison> descending = new ArrayList<>(comparisons);
    descending.sort(Comparator.comparingDouble(Comparison::cosine).reversed());
    cosines = descending.stream().mapToDouble(Comparison::cosine).toArray();
    Map<String, Integer> numbers = new HashMap<>();
    // By name, so that the order in which comparisons come does not matter.
    descending.stream()
        .flatMap(it -> Stream.of(it.a(), it.b()))
        .distinct()
        .sorted()
        .forEach(it -> numbers.put(it, numbers.size()));
    a = numbers(descending, numbers, Comparison::a);
    b = numbers(descending, numbers, Comparison::b);
    identities = numbers.size();
  }

  private static int[] numbers(
      List<Comparison> comparisons,
      Map<String, Integer> numbers,
      Function<Comparison, String> side) {
    return comparisons.stream()
        .mapToInt(it -> Objects.requireNonNull(numbers.get(side.apply(it))))
        .toArray();
  }

  /**
   * 95 % intervals.
   *
   * @param tar at each of the rates of false accepts asked for
   */
  record Intervals(Interval auc, Interval eer, List<Interval> tar) {}

  /** Figures of one draw. */
  private record Figures(double auc, double eer, double[] tar) {}

  Intervals intervals(List<Double> fars, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Figures> draws =
        Stream.generate(random::split).limit(DRAWS).map(this::weights).toList().parallelStream()
            .map(weights -> figures(weights, fars))
            .filter(it -> Double.isFinite(it.auc()))
            .toList();
    List<Interval> tar = new ArrayList<>();
    for (int i = 0; i < fars.size(); i++) {
      int position = i;
      tar.add(interval(draws, it -> it.tar()[position]));
    }
    return new Intervals(
        interval(draws, Figures::auc), interval(draws, Figures::eer), List.copyOf(tar));
  }

  private int[] weights(SplittableRandom random) {
    int[] weights = new int[identities];
    for (int i = 0; i < identities; i++) {
      weights[random.nextInt(identities)]++;
    }
    return weights;
  }

  /* One pass from the highest cosine to the lowest; equal cosines are accepted together. */
  private Figures figures(int[] weights, List<Double> fars) {
    double allMated = 0;
    double allNonMated = 0;
    for (int i = 0; i < cosines.length; i++) {
      double weight = weight(weights, i);
      allMated += a[i] == b[i] ? weight : 0;
      allNonMated += a[i] == b[i] ? 0 : weight;
    }
    double[] tarAt = new double[fars.size()];
    double mated = 0;
    double nonMated = 0;
    double far = 0;
    double tar = 0;
    double auc = 0;
    double eer = Double.NaN;
    for (int i = 0; i < cosines.length; ) {
      double cosine = cosines[i];
      for (; i < cosines.length && cosines[i] == cosine; i++) {
        double weight = weight(weights, i);
        mated += a[i] == b[i] ? weight : 0;
        nonMated += a[i] == b[i] ? 0 : weight;
      }
      double nextFar = nonMated / allNonMated;
      double nextTar = mated / allMated;
      auc += (nextFar - far) * (tar + nextTar) / 2;
      if (Double.isNaN(eer) && nextFar >= 1 - nextTar) {
        double gap = 1 - tar - far;
        eer = far + (nextFar - far) * gap / (gap + nextFar + nextTar - 1);
      }
      for (int j = 0; j < tarAt.length; j++) {
        tarAt[j] = nextFar <= fars.get(j) ? nextTar : tarAt[j];
      }
      far = nextFar;
      tar = nextTar;
    }
    return new Figures(auc, eer, tarAt);
  }

  private double weight(int[] weights, int comparison) {
    int first = weights[a[comparison]];
    return a[comparison] == b[comparison] ? first : (double) first * weights[b[comparison]];
  }

  private Interval interval(List<Figures> draws, ToDoubleFunction<Figures> figure) {
    double[] ascending = draws.stream().mapToDouble(figure).toArray();
    Arrays.sort(ascending);
    if (ascending.length == 0) {
      return new Interval(0, 1);
    }
    int outside = (int) (OUTSIDE * ascending.length);
    return Interval.ofRate(
        ascending[outside], ascending[ascending.length - 1 - outside], identities);
  }
}
