package io.kith.index.evaluation;

import java.util.List;

/**
 * Open-set searches 1:N in one gallery: the error rates of identification. Immutable.
 *
 * @param mated searches whose identity is enrolled; one or more
 * @param nonMated best cosine of each search whose identity is not enrolled; one or more
 */
public record Searches(List<Mated> mated, Cosines nonMated) {

  /**
   * A mated search.
   *
   * @param rank of the probe's own identity among all enrolled, from 1; one that is as like as
   *     another comes after it. {@link #NOT_RETURNED} when the search did not return it
   * @param cosine to the probe's own identity
   */
  public record Mated(int rank, double cosine) {

    /** Rank of an identity that was not returned. */
    public static final int NOT_RETURNED = Integer.MAX_VALUE;

    boolean returned(int withinRank, double threshold) {
      return rank <= withinRank && cosine >= threshold;
    }
  }

  /** Checks that both kinds are there. */
  public Searches {
    mated = List.copyOf(mated);
    if (mated.isEmpty() || nonMated.count() == 0) {
      throw new IllegalArgumentException(
          "%d mated and %d non-mated searches; at least one of each is needed"
              .formatted(mated.size(), nonMated.count()));
    }
  }

  /** FPIR(N, T): non-mated searches that return an identity at or above a threshold, of all. */
  public double fpir(double threshold) {
    return nonMated.shareReaching(threshold);
  }

  /**
   * FNIR(N, R, T): mated searches whose identity is not returned within a rank at or above a
   * threshold, of all.
   *
   * @param rank R, 1 or more
   */
  public double fnir(int rank, double threshold) {
    long returned = mated.stream().filter(it -> it.returned(rank, threshold)).count();
    return (double) (mated.size() - returned) / mated.size();
  }

  /** Share of mated searches whose identity is within a rank, whatever the cosine: CMC(R). */
  public double identified(int rank) {
    return 1 - fnir(rank, Double.NEGATIVE_INFINITY);
  }

  /** FPIR and FNIR(N, 1, T) at the smallest threshold T at which FPIR is at most this. */
  public OperatingPoint atFpir(double fpir) {
    double threshold = nonMated.thresholdFor(fpir);
    return new OperatingPoint(threshold, fpir(threshold), fnir(1, threshold));
  }

  /** Cosines of the mated searches to their own identity, where it was returned. */
  public Cosines matedCosines() {
    return Cosines.of(
        mated.stream()
            .filter(it -> it.rank() < Mated.NOT_RETURNED)
            .mapToDouble(Mated::cosine)
            .toArray());
  }
}
