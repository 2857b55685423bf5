package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Closed-set episodes: in each, n identities are drawn and k samples of each are enrolled; one
 * other sample of each is named after the identity most alike, as the best of its k samples. One
 * that is as like as another is not named. The protocol of Lake et al. (2015) and Vinyals et al.
 * (2016), with Kith's rule for several samples in place of a mean.
 *
 * @param ways n, identities to choose among
 * @param shots k, samples of each
 * @param episodes number of episodes
 * @param withinGroup whether all identities of an episode are of one group
 * @param accuracy share of samples named rightly
 * @param interval its 95 % confidence interval, from the deviation over episodes; where all were
 *     named rightly, from the number of identities
 */
public record FewShotFigures(
    int ways, int shots, int episodes, boolean withinGroup, double accuracy, Interval interval) {

  private static final double NORMAL_95 = 1.96;

  /**
   * Measures.
   *
   * @param identities those of the data, in any order; those of {@code shots} samples or fewer are
   *     left out
   * @param ways 2 or more
   * @param shots 1 or more
   * @param episodes 2 or more
   * @param withinGroup draw each episode from one group; groups of too few identities are left out
   * @param seed of the episodes
   * @return empty when there are too few identities
   */
  public static Optional<FewShotFigures> of(
      List<IdentitySamples> identities,
      int ways,
      int shots,
      int episodes,
      boolean withinGroup,
      long seed) {
    List<List<IdentitySamples>> pools = pools(identities, ways, shots, withinGroup);
    if (pools.isEmpty()) {
      return Optional.empty();
    }
    Random random = new Random(seed);
    double[] accuracies = new double[episodes];
    for (int i = 0; i < episodes; i++) {
      List<IdentitySamples> pool = pools.get(random.nextInt(pools.size()));
      accuracies[i] = episode(pool, ways, shots, random);
    }
    Spread spread = Spread.of(accuracies);
    double half = NORMAL_95 * spread.deviation() / Math.sqrt(episodes);
    return Optional.of(
        new FewShotFigures(
            ways,
            shots,
            episodes,
            withinGroup,
            spread.mean(),
            Interval.ofRate(
                Math.max(0, spread.mean() - half),
                Math.min(1, spread.mean() + half),
                pools.stream().mapToInt(List::size).sum())));
  }

  private static List<List<IdentitySamples>> pools(
      List<IdentitySamples> identities, int ways, int shots, boolean withinGroup) {
    Map<String, List<IdentitySamples>> groups =
        IdentitySamples.sorted(identities).stream()
            .filter(it -> it.count() > shots)
            .collect(Collectors.groupingBy(it -> withinGroup ? it.group() : ""));
    return groups.keySet().stream()
        .sorted()
        .map(group -> List.copyOf(groups.get(group)))
        .filter(pool -> pool.size() >= ways)
        .toList();
  }

  private static double episode(List<IdentitySamples> pool, int ways, int shots, Random random) {
    List<List<UnitVector>> drawn = new ArrayList<>();
    for (IdentitySamples identity : some(pool, ways, random)) {
      drawn.add(some(identity.embeddings(), shots + 1, random));
    }
    int right = 0;
    for (int i = 0; i < ways; i++) {
      right += named(drawn, i) ? 1 : 0;
    }
    return (double) right / ways;
  }

  /* The last sample drawn of each identity is the one to name, the others are enrolled. */
  private static boolean named(List<List<UnitVector>> drawn, int own) {
    UnitVector probe = drawn.get(own).getLast();
    double likeness = best(probe, drawn.get(own));
    for (int i = 0; i < drawn.size(); i++) {
      if (i != own && best(probe, drawn.get(i)) >= likeness) {
        return false;
      }
    }
    return true;
  }

  private static double best(UnitVector probe, List<UnitVector> samples) {
    double best = Double.NEGATIVE_INFINITY;
    for (UnitVector sample : samples.subList(0, samples.size() - 1)) {
      best = Math.max(best, probe.steadyCosine(sample));
    }
    return best;
  }

  /* A few of many, without shuffling all of them. */
  private static <T> List<T> some(List<T> all, int count, Random random) {
    List<T> order = new ArrayList<>(all);
    for (int i = 0; i < count; i++) {
      Collections.swap(order, i, i + random.nextInt(order.size() - i));
    }
    return order.subList(0, count);
  }
}
