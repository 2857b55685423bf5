package io.kith.index.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * FPIR by threshold, from non-mated searches.
 *
 * <p>Up to the score that five identities' searches exceed, the rate is the share of searches. From
 * there on it falls as the {@link ParetoTail} of all scores above a lower level, of which there are
 * more than searches: several identities may be near one probe.
 *
 * <p>What few searches leave open is found by a Bayesian bootstrap (Rubin 1981) that weighs
 * identities anew, as probes and as found ones: a look-alike pair then comes and goes as one. The
 * expected rate is the mean over it, higher than the plain estimate where little is known: a
 * threshold chosen by it gives the target on average over galleries, where the plain one would
 * exceed it.
 *
 * <p>The bootstrap cannot weigh what it has not seen, so the interval is at least as wide as that
 * of a Poisson count of the searches seen above the threshold. Where both of a look-alike pair are
 * probed they exceed together and count as one.
 *
 * <p>Errors that were noticed come on top, each at thresholds up to its score, as if they were
 * among so many searches. They were chosen for their scores: no tail is fitted on them, and no
 * chance is theirs.
 */
final class FpirEstimate {

  private static final int REPLICATES = 200;
  private static final double INTERVAL = 0.95;

  /* Quantile of the normal distribution at the upper end of the interval. */
  private static final double NORMAL_UPPER = 1.96;

  /* Identities whose searches exceed the level where the fitted tail begins. */
  static final double EXCEEDING = 5;

  /* Scores that the tail is fitted on: as many as are far out among all, and at least enough for a fit. */
  private static final double FITTED = 100;
  private static final double FITTED_PER_IDENTITY = 0.6;

  private final Searches searches;
  private final double[] noticed;
  private final double total;
  private final int[] order;
  private final double[] best;

  /** Weight of the searches before each place of the order, and of all at the end. */
  private final double[] before;

  private final Exceedance[] exceedances;
  private final double level;
  private final double tailFrom;

  /** How many searches exceed together: from 1 to 2, where both of each pair are probed. */
  private final double together;

  private record Exceedance(int search, int other, double y) {}

  /**
   * @param noticed scores of searches that were found to be errors
   */
  FpirEstimate(Searches searches, double[] noticed) {
    this.searches = searches;
    this.noticed = noticed;
    this.total = Arrays.stream(searches.weights).sum();
    this.order =
        IntStream.range(0, searches.count())
            .boxed()
            .sorted(Comparator.comparingDouble(searches::best).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    this.best = Arrays.stream(order).mapToDouble(searches::best).toArray();
    this.before = new double[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      before[i + 1] = before[i] + searches.weights[order[i]];
    }
    double fitted = Math.min(FITTED, FITTED_PER_IDENTITY * total);
    Exceedance[] all = descending();
    int count = exceeding(all, fitted);
    this.level = all[count].y();
    this.exceedances = Arrays.copyOf(all, count);
    this.tailFrom = Math.max(level, reachedBy(Math.min(EXCEEDING, fitted)));
    this.together = 1 + shareOfPairsProbed();
  }

  private double shareOfPairsProbed() {
    return Arrays.stream(exceedances).filter(it -> it.other() < searches.probed).count()
        / (double) exceedances.length;
  }

  private Exceedance[] descending() {
    return IntStream.range(0, searches.count())
        .boxed()
        .flatMap(
            search ->
                IntStream.range(0, searches.scores[search].length)
                    .mapToObj(
                        rank ->
                            new Exceedance(
                                search,
                                searches.others[search][rank],
                                searches.scores[search][rank])))
        .sorted(Comparator.comparingDouble(Exceedance::y).reversed())
        .toArray(Exceedance[]::new);
  }

  /** How many of the highest weigh this much, leaving at least one. */
  private int exceeding(Exceedance[] descending, double weight) {
    double sum = 0;
    int count = 0;
    while (count < descending.length - 1 && sum < weight) {
      sum += searches.weights[descending[count++].search()];
    }
    return count;
  }

  private double reachedBy(double weight) {
    int count = 0;
    while (count < order.length - 1 && before[count] < weight) {
      count++;
    }
    return best[count];
  }

  /** Lowest score that counts: all searches reach it. */
  double lowest() {
    return best[best.length - 1];
  }

  /** Score from which the rate is that of the fitted tail. */
  double tailFrom() {
    return tailFrom;
  }

  /** How the rate falls with fewer identities, seen at the level where the fit begins. */
  double growthExponent() {
    double any = 0;
    double half = 0;
    for (int search = 0; search < searches.count(); search++) {
      int above = 0;
      for (double y : searches.scores[search]) {
        above += y > level ? 1 : 0;
      }
      any += above > 0 ? searches.weights[search] : 0;
      half += searches.weights[search] * (1 - Math.pow(0.5, above));
    }
    return half == 0 ? 1 : Math.log(any / half) / Math.log(2);
  }

  /**
   * Rates with their intervals.
   *
   * @param at scores, ascending
   * @return {@code [3][at.length]}: expected, lower and upper end
   */
  double[][] rates(double[] at, long seed) {
    Random random = new Random(seed);
    double[][] replicates = new double[REPLICATES][];
    for (int i = 0; i < REPLICATES; i++) {
      replicates[i] = replicate(at, random);
    }
    double[][] rates = new double[3][at.length];
    double[] column = new double[REPLICATES];
    for (int i = 0; i < at.length; i++) {
      for (int r = 0; r < REPLICATES; r++) {
        column[r] = replicates[r][i];
      }
      Arrays.sort(column);
      rates[0][i] = Arrays.stream(column).average().orElseThrow();
      double events = before[reaching(at[i])] / together;
      rates[1][i] =
          Math.min(
              column[(int) ((1 - INTERVAL) / 2 * REPLICATES)],
              together * poissonLower(events) / total);
      rates[2][i] =
          Math.max(
              column[REPLICATES - 1 - (int) ((1 - INTERVAL) / 2 * REPLICATES)],
              Math.min(1, together * poissonUpper(events) / total));
      double onTop = noticedAt(at[i]) / total;
      for (double[] rate : rates) {
        rate[i] = Math.min(1, rate[i] + onTop);
      }
    }
    return rates;
  }

  private double noticedAt(double threshold) {
    return Arrays.stream(noticed).filter(it -> it >= threshold).count();
  }

  /* Both ends by Wilson and Hilferty 1931, "The Distribution of Chi-Square", PNAS 17. */
  private static double poissonLower(double count) {
    double root = 1 - 1 / (9 * count) - NORMAL_UPPER / (3 * Math.sqrt(count));
    return count * Math.pow(Math.max(0, root), 3);
  }

  private static double poissonUpper(double count) {
    double next = count + 1;
    return next * Math.pow(1 - 1 / (9 * next) + NORMAL_UPPER / (3 * Math.sqrt(next)), 3);
  }

  private double[] replicate(double[] at, Random random) {
    double[] weight = new double[searches.identities];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = -Math.log(1 - random.nextDouble());
    }
    double mean = Arrays.stream(weight).average().orElseThrow();
    for (int i = 0; i < weight.length; i++) {
      weight[i] /= mean;
    }
    double[] reached = new double[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      int search = order[i];
      double probe = searches.weights[search] * weight[searches.own[search]];
      double found = weight[searches.others[search][0]];
      reached[i + 1] = reached[i] + probe * found;
    }
    double all = reached[order.length];
    double[] excesses = new double[exceedances.length];
    double[] weights = new double[exceedances.length];
    for (int i = 0; i < excesses.length; i++) {
      Exceedance exceedance = exceedances[excesses.length - 1 - i];
      excesses[i] = exceedance.y() - level;
      weights[i] =
          searches.weights[exceedance.search()]
              * weight[searches.own[exceedance.search()]]
              * weight[exceedance.other()];
    }
    ParetoTail tail = ParetoTail.fit(level, excesses, weights).from(tailFrom);
    double atTail = reached[reaching(tailFrom)] / all;
    double[] rates = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double rate =
          at[i] >= tailFrom ? atTail * tail.survival(at[i]) : reached[reaching(at[i])] / all;
      rates[i] = Math.min(1, rate);
    }
    return rates;
  }

  /** Number of searches whose best score is at or above this. */
  private int reaching(double y) {
    int low = 0;
    int high = best.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (best[middle] >= y) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
