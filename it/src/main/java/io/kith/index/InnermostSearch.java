package io.kith.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A gallery's search without what the public API does around it, and with it: for benchmarks, which
 * may look where others may not.
 *
 * @param innermost milliseconds of a search in a snapshot that is held
 * @param api milliseconds of an identification, which makes the same search
 */
public record InnermostSearch(double innermost, double api) {

  private static final int ROUNDS = 5;

  /**
   * Measures both by turns; of each probe the fastest of five searches counts, and of those the
   * mean.
   */
  public static InnermostSearch measure(
      Gallery gallery, List<UnitVector> probes, int k, Threshold threshold) {
    double[] innermost = never(probes.size());
    double[] api = never(probes.size());
    for (int round = 0; round < ROUNDS; round++) {
      boolean _ =
          gallery
              .projection()
              .searchIdentities(
                  search -> {
                    searchAll(search, probes, k, threshold, innermost);
                    return true;
                  });
      for (int i = 0; i < api.length; i++) {
        long start = System.nanoTime();
        var _ = gallery.identify(probes.get(i), k, threshold, Filter.none());
        api[i] = Math.min(api[i], (System.nanoTime() - start) / 1e6);
      }
    }
    return new InnermostSearch(mean(innermost), mean(api));
  }

  private static void searchAll(
      IdentitySearch search, List<UnitVector> probes, int k, Threshold threshold, double[] millis)
      throws IOException {
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      var _ = search.search(List.of(probes.get(i).shared()), k, null, threshold.cosine());
      millis[i] = Math.min(millis[i], (System.nanoTime() - start) / 1e6);
    }
  }

  private static double[] never(int count) {
    double[] millis = new double[count];
    Arrays.fill(millis, Double.POSITIVE_INFINITY);
    return millis;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
