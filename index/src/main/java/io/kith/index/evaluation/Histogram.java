package io.kith.index.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How cosines are distributed.
 *
 * @param shares of all cosines in each of {@value #BINS} bins of equal width from -1 to 1
 */
public record Histogram(List<Double> shares) {

  /** Number of bins. */
  public static final int BINS = 100;

  /** Checks that there is a share for every bin. */
  public Histogram {
    shares = List.copyOf(shares);
    if (shares.size() != BINS) {
      throw new IllegalArgumentException("%d shares, not %d".formatted(shares.size(), BINS));
    }
  }

  static Histogram of(double[] cosines) {
    double[] shares = new double[BINS];
    for (double cosine : cosines) {
      int bin = (int) Math.floor((cosine + 1) / 2 * BINS);
      shares[Math.clamp(bin, 0, BINS - 1)] += 1.0 / cosines.length;
    }
    return new Histogram(Arrays.stream(shares).boxed().toList());
  }

  static Histogram mean(List<Histogram> histograms) {
    return new Histogram(
        IntStream.range(0, BINS)
            .mapToObj(
                bin ->
                    histograms.stream().mapToDouble(it -> it.shares().get(bin)).sum()
                        / histograms.size())
            .toList());
  }

  /**
   * The cosine at the left of a bin.
   *
   * @param bin from 0; {@value #BINS} gives the right of the last
   */
  public static double left(int bin) {
    return -1 + 2.0 * bin / BINS;
  }
}
