package io.kith.index.evaluation;

import io.kith.index.evaluation.SplitSearch.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Open-set identification 1:N over random splits. In each, half of the identities that have samples
 * to spare are enrolled; their other samples are the mated searches, samples of everybody else the
 * non-mated ones. Identities with too few samples to be enrolled are strangers.
 *
 * @param samples enrolled of each identity; it is as like a probe as the best of them
 * @param enrolled identities enrolled, N
 * @param splits number of splits
 * @param mated mated searches a split, on average
 * @param nonMated non-mated searches in the split that has the fewest
 * @param rank1 share of mated searches whose identity comes first, whatever the cosine
 * @param cmc the same within rank 1, 2, ... up to 20 or N, means
 * @param atFpir error rates at the usual rates of false positives, highest first
 * @param det FPIR and FNIR(N, 1, T) from the lowest FPIR that the searches support to 1, means
 * @param growth what galleries of other sizes would do, smallest first; empty where the searches do
 *     not support {@value #GROWTH_FPIR}
 * @param matedCosines of mated searches to their own identity, of all splits
 * @param nonMatedCosines of non-mated searches to the identity most alike, of all splits
 */
public record IdentificationFigures(
    int samples,
    int enrolled,
    int splits,
    long mated,
    long nonMated,
    Spread rank1,
    List<Double> cmc,
    List<AtFpir> atFpir,
    List<OperatingPoint> det,
    List<AtSize> growth,
    Histogram matedCosines,
    Histogram nonMatedCosines) {

  /** FPIR at which thresholds are compared over sizes of galleries, and marked in pictures. */
  public static final double GROWTH_FPIR = 0.01;

  private static final List<Double> FPIRS = List.of(0.1, 0.01, 0.003, 0.001);
  private static final int RANKS = 20;
  private static final int DET_POINTS = 60;

  /** Copies the lists. */
  public IdentificationFigures {
    cmc = List.copyOf(cmc);
    atFpir = List.copyOf(atFpir);
    det = List.copyOf(det);
    growth = List.copyOf(growth);
  }

  /**
   * What is missed at a rate of false positives.
   *
   * @param fpir the rate
   * @param fnir FNIR(N, 1, T); null where there are too few non-mated searches
   * @param threshold T, the smallest that no more than {@code fpir} of the non-mated searches
   *     reach; null where there are too few
   * @param searchesNeeded non-mated searches that support the rate
   */
  public record AtFpir(
      double fpir, @Nullable Spread fnir, @Nullable Spread threshold, long searchesNeeded) {}

  /**
   * A gallery of another size, of identities chosen at random among those enrolled.
   *
   * @param enrolled its size
   * @param threshold that gives a FPIR of {@value #GROWTH_FPIR} in it, mean
   * @param fpirOfSmallest its FPIR at the threshold of the smallest of the galleries, mean
   */
  public record AtSize(int enrolled, double threshold, double fpirOfSmallest) {}

  /**
   * Measures.
   *
   * @param identities those of the data, in any order
   * @param samples to enrol of each, 1 or more
   * @param splits 1 or more
   * @param seed of the splits
   * @param afterSplit run after each split; what it throws ends the work
   * @return empty when fewer than two identities have more than {@code samples} samples
   */
  public static Optional<IdentificationFigures> of(
      List<IdentitySamples> identities, int samples, int splits, long seed, Runnable afterSplit) {
    int enrolled = enrolled(identities, _ -> samples);
    return enrolled == 0
        ? Optional.empty()
        : Optional.of(
            of(samples, enrolled, outcomes(identities, _ -> samples, splits, seed, afterSplit)));
  }

  /** Number of identities that a split enrols, with so many samples of each. */
  public static int enrolled(
      List<IdentitySamples> identities, ToIntFunction<IdentitySamples> samples) {
    return Split.size(identities, samples);
  }

  /**
   * The searches of each split, with so many samples of each identity.
   *
   * @param identities those of the data, in any order; two or more with more samples than are
   *     enrolled
   * @param samples to enrol of an identity, 1 or more
   * @param splits 1 or more
   * @param seed of the splits
   */
  public static List<Searches> searches(
      List<IdentitySamples> identities,
      ToIntFunction<IdentitySamples> samples,
      int splits,
      long seed) {
    return outcomes(identities, samples, splits, seed, () -> {}).stream()
        .map(Outcome::searches)
        .toList();
  }

  private static List<Outcome> outcomes(
      List<IdentitySamples> identities,
      ToIntFunction<IdentitySamples> samples,
      int splits,
      long seed,
      Runnable afterSplit) {
    List<IdentitySamples> sorted = IdentitySamples.sorted(identities);
    Random random = new Random(seed);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < splits; i++) {
      outcomes.add(new SplitSearch(Split.draw(sorted, samples, random)).run());
      afterSplit.run();
    }
    return outcomes;
  }

  private static IdentificationFigures of(int samples, int enrolled, List<Outcome> outcomes) {
    List<Searches> searches = outcomes.stream().map(Outcome::searches).toList();
    long nonMated = searches.stream().mapToInt(it -> it.nonMated().count()).min().orElseThrow();
    return new IdentificationFigures(
        samples,
        enrolled,
        searches.size(),
        Math.round(mean(searches, it -> it.mated().size())),
        nonMated,
        spread(searches, it -> it.identified(1)),
        IntStream.rangeClosed(1, Math.min(RANKS, enrolled))
            .mapToObj(rank -> mean(searches, it -> it.identified(rank)))
            .toList(),
        FPIRS.stream().map(fpir -> atFpir(searches, fpir, nonMated)).toList(),
        det(searches, nonMated),
        Resolution.supports(GROWTH_FPIR, nonMated) ? growth(outcomes) : List.of(),
        pooled(searches, Searches::matedCosines),
        pooled(searches, Searches::nonMated));
  }

  private static AtFpir atFpir(List<Searches> searches, double fpir, long nonMated) {
    long needed = Resolution.trialsFor(fpir);
    if (nonMated < needed) {
      return new AtFpir(fpir, null, null, needed);
    }
    return new AtFpir(
        fpir,
        spread(searches, it -> it.atFpir(fpir).missed()),
        spread(searches, it -> it.atFpir(fpir).threshold()),
        needed);
  }

  private static List<OperatingPoint> det(List<Searches> searches, long nonMated) {
    List<OperatingPoint> points = new ArrayList<>();
    for (double fpir : Rates.from(nonMated, DET_POINTS)) {
      points.add(
          new OperatingPoint(
              mean(searches, it -> it.atFpir(fpir).threshold()),
              mean(searches, it -> it.atFpir(fpir).accepted()),
              mean(searches, it -> it.atFpir(fpir).missed())));
    }
    return points;
  }

  private static List<AtSize> growth(List<Outcome> outcomes) {
    List<Integer> sizes = outcomes.getFirst().sizes();
    return IntStream.range(0, sizes.size())
        .mapToObj(
            i ->
                new AtSize(
                    sizes.get(i),
                    mean(outcomes, it -> it.nonMated().get(i).thresholdFor(GROWTH_FPIR)),
                    mean(
                        outcomes,
                        it ->
                            it.nonMated()
                                .get(i)
                                .shareReaching(
                                    it.nonMated().getFirst().thresholdFor(GROWTH_FPIR)))))
        .toList();
  }

  private static Histogram pooled(List<Searches> searches, Function<Searches, Cosines> kind) {
    return Histogram.mean(searches.stream().map(it -> kind.apply(it).histogram()).toList());
  }

  private static <T> double mean(List<T> outcomes, ToDoubleFunction<T> figure) {
    return spread(outcomes, figure).mean();
  }

  private static <T> Spread spread(List<T> outcomes, ToDoubleFunction<T> figure) {
    return Spread.of(outcomes.stream().mapToDouble(figure).toArray());
  }
}
