package io.kith.index.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Cosines of mated and non-mated comparisons: the error rates of 1:1 verification. Immutable.
 *
 * @param mated one or more
 * @param nonMated one or more
 */
public record Comparisons(Cosines mated, Cosines nonMated) {

  private static final int CURVE_POINTS = 120;

  /** Checks that both kinds are there. */
  public Comparisons {
    if (mated.count() == 0 || nonMated.count() == 0) {
      throw new IllegalArgumentException(
          "%d mated and %d non-mated comparisons; at least one of each is needed"
              .formatted(mated.count(), nonMated.count()));
    }
  }

  /**
   * All pairs of samples, or a million of a kind drawn at random where there are more.
   *
   * @param identities those of the data, in any order; two or more, one of them of two samples
   * @param seed of the pairs
   */
  public static Comparisons ofPairs(List<IdentitySamples> identities, long seed) {
    return of(PairDraw.of(identities, seed).comparisons());
  }

  /** These, in any order. */
  public static Comparisons of(Collection<Comparison> comparisons) {
    return new Comparisons(cosines(comparisons, true), cosines(comparisons, false));
  }

  private static Cosines cosines(Collection<Comparison> comparisons, boolean mated) {
    return Cosines.of(
        comparisons.stream()
            .filter(it -> it.mated() == mated)
            .mapToDouble(Comparison::cosine)
            .toArray());
  }

  /** FAR, and FRR = 1 - TAR, at a threshold. */
  public OperatingPoint at(double threshold) {
    return new OperatingPoint(
        threshold, nonMated.shareReaching(threshold), 1 - mated.shareReaching(threshold));
  }

  /** TAR@FAR: the point of the smallest threshold at which FAR is at most this. */
  public OperatingPoint atFar(double far) {
    return at(nonMated.thresholdFor(far));
  }

  /**
   * Where both error rates are equal: the crossing of the curve of error rates, straight between
   * its points, with the diagonal. Its threshold is the first at which FRR is not below FAR.
   */
  public OperatingPoint equalError() {
    OperatingPoint before = new OperatingPoint(Double.NEGATIVE_INFINITY, 1, 0);
    int missed = 0;
    int rejected = 0;
    while (true) {
      // The next threshold is just above all cosines equal to the lowest one still accepted.
      double lowest = Math.min(next(mated, missed), next(nonMated, rejected));
      double threshold = Math.nextUp(lowest);
      missed = mated.below(threshold);
      rejected = nonMated.below(threshold);
      double frr = (double) missed / mated.count();
      double far = (double) (nonMated.count() - rejected) / nonMated.count();
      if (frr >= far) {
        double gapBefore = before.accepted() - before.missed();
        double part = gapBefore / (gapBefore + frr - far);
        double rate = before.accepted() + part * (far - before.accepted());
        return new OperatingPoint(threshold, rate, rate);
      }
      before = new OperatingPoint(threshold, far, frr);
    }
  }

  private static double next(Cosines cosines, int position) {
    return position < cosines.count() ? cosines.at(position) : Double.POSITIVE_INFINITY;
  }

  /**
   * Area under the ROC: the probability that a mated comparison has the higher cosine than a
   * non-mated one, where equal cosines count half.
   */
  public double auc() {
    double higher = 0;
    int below = 0;
    int notAbove = 0;
    for (int i = 0; i < mated.count(); i++) {
      double cosine = mated.at(i);
      while (below < nonMated.count() && nonMated.at(below) < cosine) {
        below++;
      }
      while (notAbove < nonMated.count() && nonMated.at(notAbove) <= cosine) {
        notAbove++;
      }
      higher += (below + notAbove) / 2.0;
    }
    return higher / mated.count() / nonMated.count();
  }

  /**
   * Error rates from the lowest FAR that the number of comparisons supports, at even steps of its
   * logarithm, to 1.
   */
  public List<OperatingPoint> curve() {
    List<OperatingPoint> points = new ArrayList<>();
    for (double far : Rates.from(nonMated.count(), CURVE_POINTS)) {
      points.add(atFar(far));
    }
    return List.copyOf(points);
  }
}
