package io.kith.index.evaluation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verification 1:1: whether two samples show one identity.
 *
 * @param mated number of mated comparisons
 * @param nonMated number of non-mated comparisons
 * @param drawn whether these were drawn at random because there are more
 * @param auc area under the ROC
 * @param aucInterval of it, 95 %, from identities drawn anew
 * @param eer equal error rate
 * @param eerInterval of it
 * @param thresholdAtEer smallest cosine accepted there
 * @param atFar true accepts at the usual rates of false accepts, highest first
 * @param accuracy by cross-validation; null where the comparisons come in no folds
 * @param roc FAR and 1 - TAR from the lowest FAR that the comparisons support to 1
 * @param matedCosines of mated comparisons
 * @param nonMatedCosines of non-mated comparisons
 */
public record VerificationFigures(
    long mated,
    long nonMated,
    boolean drawn,
    double auc,
    Interval aucInterval,
    double eer,
    Interval eerInterval,
    double thresholdAtEer,
    List<AtFar> atFar,
    @Nullable Folds accuracy,
    List<OperatingPoint> roc,
    Histogram matedCosines,
    Histogram nonMatedCosines) {

  private static final List<Double> FARS = List.of(0.01, 0.001);

  /** Copies the lists. */
  public VerificationFigures {
    atFar = List.copyOf(atFar);
    roc = List.copyOf(roc);
  }

  /**
   * TAR@FAR.
   *
   * @param far rate of false accepts
   * @param tar share of mated comparisons accepted; null where there are too few non-mated ones
   * @param interval of it; null likewise
   * @param threshold the smallest that no more than {@code far} of the non-mated comparisons reach;
   *     null likewise
   * @param comparisonsNeeded non-mated comparisons that support the rate
   */
  public record AtFar(
      double far,
      @Nullable Double tar,
      @Nullable Interval interval,
      @Nullable Double threshold,
      long comparisonsNeeded) {}

  /**
   * Measures all pairs of samples, or a million of a kind drawn at random where there are more.
   *
   * @param identities those of the data, in any order
   * @param seed of the pairs and of the bootstrap
   * @return empty when no identity has two samples, or there is one identity only
   */
  public static Optional<VerificationFigures> of(List<IdentitySamples> identities, long seed) {
    PairDraw draw = PairDraw.of(identities, seed);
    if (draw.matedPairs() == 0 || draw.nonMatedPairs() == 0) {
      return Optional.empty();
    }
    boolean drawn = Math.max(draw.matedPairs(), draw.nonMatedPairs()) > PairDraw.MOST;
    return Optional.of(of(draw.comparisons(), drawn, null, seed));
  }

  /**
   * Measures given comparisons.
   *
   * @param folds two or more, of both kinds together
   * @param seed of the bootstrap
   */
  public static VerificationFigures ofFolds(List<List<Comparison>> folds, long seed) {
    List<Comparison> all = folds.stream().flatMap(List::stream).toList();
    return of(all, false, Folds.of(folds), seed);
  }

  private static VerificationFigures of(
      List<Comparison> all, boolean drawn, @Nullable Folds accuracy, long seed) {
    Comparisons comparisons = Comparisons.of(all);
    int nonMated = comparisons.nonMated().count();
    List<Double> fars = FARS.stream().filter(far -> Resolution.supports(far, nonMated)).toList();
    IdentityBootstrap.Intervals intervals = new IdentityBootstrap(all).intervals(fars, seed);
    OperatingPoint equal = comparisons.equalError();
    return new VerificationFigures(
        comparisons.mated().count(),
        nonMated,
        drawn,
        comparisons.auc(),
        intervals.auc(),
        equal.missed(),
        intervals.eer(),
        equal.threshold(),
        FARS.stream().map(far -> atFar(comparisons, far, fars, intervals)).toList(),
        accuracy,
        comparisons.curve(),
        comparisons.mated().histogram(),
        comparisons.nonMated().histogram());
  }

  private static AtFar atFar(
      Comparisons comparisons, double far, List<Double> fars, IdentityBootstrap.Intervals all) {
    long needed = Resolution.trialsFor(far);
    int position = fars.indexOf(far);
    if (position < 0) {
      return new AtFar(far, null, null, null, needed);
    }
    OperatingPoint point = comparisons.atFar(far);
    return new AtFar(far, 1 - point.missed(), all.tar().get(position), point.threshold(), needed);
  }
}
