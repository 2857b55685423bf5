package io.kith.index.evaluation;

import java.util.Arrays;

/** Cosines of trials of one kind, in order. Immutable. */
public final class Cosines {

  private static final double ROUNDING = 1e-9;

  private final double[] ascending;

  private Cosines(double[] ascending) {
    this.ascending = ascending;
  }

  /**
   * These, in any order.
   *
   * @param values copied; none is NaN
   */
  public static Cosines of(double... values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    if (ascending.length > 0 && Double.isNaN(ascending[ascending.length - 1])) {
      throw new IllegalArgumentException("NaN is no cosine");
    }
    return new Cosines(ascending);
  }

  /** How many there are. */
  public int count() {
    return ascending.length;
  }

  /** The cosine at a position of the ascending order, from 0. */
  double at(int position) {
    return ascending[position];
  }

  /**
   * The share at or above a threshold; NaN when there are none at all.
   *
   * <p>It never rises with the threshold.
   */
  public double shareReaching(double threshold) {
    return (double) (ascending.length - below(threshold)) / ascending.length;
  }

  /** The number below a threshold. */
  int below(double threshold) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The smallest threshold that no more than a share of them reach. Equal cosines are accepted or
   * rejected together, so that with ties the share reached may be smaller.
   *
   * @param share 0 to 1
   * @throws IllegalStateException when there are none
   */
  public double thresholdFor(double share) {
    if (ascending.length == 0) {
      throw new IllegalStateException("no threshold follows from no cosines");
    }
    int accepted = (int) Math.floor(share * ascending.length + ROUNDING);
    return accepted >= ascending.length
        ? ascending[0]
        : Math.nextUp(ascending[ascending.length - 1 - accepted]);
  }

  /** How they are distributed. */
  public Histogram histogram() {
    return Histogram.of(ascending);
  }
}
