package io.kith.index.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accuracy of comparisons by cross-validation: each fold is decided with the threshold that decides
 * most comparisons of all other folds rightly (Huang et al. 2007, "Labeled Faces in the Wild").
 *
 * @param folds number of folds
 * @param accuracy share decided rightly, over folds
 * @param threshold over folds
 */
public record Folds(int folds, Spread accuracy, Spread threshold) {

  /**
   * Measures.
   *
   * @param folds two or more, each with a comparison
   */
  public static Folds of(List<List<Comparison>> folds) {
    if (folds.size() < 2) {
      throw new IllegalArgumentException(
          "%d folds; two or more are needed".formatted(folds.size()));
    }
    double[] accuracies = new double[folds.size()];
    double[] thresholds = new double[folds.size()];
    for (int held = 0; held < folds.size(); held++) {
      List<Comparison> others = new ArrayList<>();
      for (int i = 0; i < folds.size(); i++) {
        if (i != held) {
          others.addAll(folds.get(i));
        }
      }
      double threshold = best(others);
      thresholds[held] = threshold;
      List<Comparison> fold = folds.get(held);
      accuracies[held] =
          (double) fold.stream().filter(it -> it.mated() == it.cosine() >= threshold).count()
              / fold.size();
    }
    return new Folds(folds.size(), Spread.of(accuracies), Spread.of(thresholds));
  }

  /** Comparisons dealt out in turn, so that each fold has as many of each part of the list. */
  public static List<List<Comparison>> deal(List<Comparison> comparisons, int folds) {
    return IntStream.range(0, folds)
        .mapToObj(
            fold ->
                IntStream.range(0, comparisons.size())
                    .filter(i -> i % folds == fold)
                    .mapToObj(comparisons::get)
                    .toList())
        .toList();
  }

  /* Half-way between the two cosines that it parts; the lowest of several that are as good. */
  private static double best(List<Comparison> comparisons) {
    List<Comparison> ascending =
        comparisons.stream().sorted(Comparator.comparingDouble(Comparison::cosine)).toList();
    long right = comparisons.stream().filter(Comparison::mated).count();
    long most = right;
    double best = ascending.getFirst().cosine();
    for (int i = 0; i < ascending.size(); i++) {
      right += ascending.get(i).mated() ? -1 : 1;
      double cosine = ascending.get(i).cosine();
      double next = i + 1 < ascending.size() ? ascending.get(i + 1).cosine() : Math.nextUp(cosine);
      if (right > most && next > cosine) {
        most = right;
        best = i + 1 < ascending.size() ? (cosine + next) / 2 : next;
      }
    }
    return best;
  }
}
