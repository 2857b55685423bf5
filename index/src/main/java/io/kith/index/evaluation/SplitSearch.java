package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import io.kith.index.evaluation.Searches.Mated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact searches in the gallery of a split, and in the smaller galleries of its first identities.
 * An identity is as like a probe as the best of its templates, as in a gallery at work.
 */
final class SplitSearch {

  private static final int LEAST_SIZE = 10;
  private static final int MOST_SIZES = 8;

  private final Split split;
  private final int[] sizes;

  SplitSearch(Split split) {
    this.split = split;
    this.sizes = sizes(split.enrolled().size());
  }

  /**
   * What came out.
   *
   * @param searches in the whole gallery
   * @param sizes numbers of identities, ascending; the last is the whole gallery
   * @param nonMated best cosines of the strangers' searches in a gallery of each size
   */
  record Outcome(Searches searches, List<Integer> sizes, List<Cosines> nonMated) {}

  Outcome run() {
    List<Mated> mated = split.mated().parallelStream().map(this::mated).toList();
    double[][] best =
        split.strangers().parallelStream().map(this::nonMated).toArray(double[][]::new);
    List<Cosines> nonMated = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int size = i;
      nonMated.add(
          Cosines.of(IntStream.range(0, best.length).mapToDouble(it -> best[it][size]).toArray()));
    }
    return new Outcome(
        new Searches(mated, nonMated.getLast()),
        IntStream.of(sizes).boxed().toList(),
        List.copyOf(nonMated));
  }

  /* Halves of the whole, down to ten. */
  private static int[] sizes(int all) {
    return IntStream.iterate(all, it -> it >= LEAST_SIZE || it == all, it -> it / 2)
        .limit(MOST_SIZES)
        .sorted()
        .toArray();
  }

  private Mated mated(Split.MatedProbe probe) {
    List<List<UnitVector>> enrolled = split.enrolled();
    double own = cosine(probe.embedding(), enrolled.get(probe.identity()));
    int rank = 1;
    for (int i = 0; i < enrolled.size(); i++) {
      if (i != probe.identity() && cosine(probe.embedding(), enrolled.get(i)) >= own) {
        rank++;
      }
    }
    return new Mated(rank, own);
  }

  private double[] nonMated(UnitVector probe) {
    double[] best = new double[sizes.length];
    double highest = Double.NEGATIVE_INFINITY;
    int searched = 0;
    for (int i = 0; i < sizes.length; i++) {
      for (; searched < sizes[i]; searched++) {
        highest = Math.max(highest, cosine(probe, split.enrolled().get(searched)));
      }
      best[i] = highest;
    }
    return best;
  }

  private static double cosine(UnitVector probe, List<UnitVector> templates) {
    double best = Double.NEGATIVE_INFINITY;
    for (UnitVector template : templates) {
      best = Math.max(best, probe.steadyCosine(template));
    }
    return best;
  }
}
