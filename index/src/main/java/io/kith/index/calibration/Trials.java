package io.kith.index.calibration;

import java.util.Comparator;
import java.util.List;

/** Mated and non-mated searches under one rule. */
final class Trials {

  /**
   * One search.
   *
   * @param identity index of the probe's identity
   * @param score what decides
   * @param right whether the own identity is first; false for non-mated searches
   * @param share weight within the identity: 1 over its number of such searches
   */
  record Trial(int identity, double score, boolean right, double share) {}

  private final List<Trial> mated;
  private final List<Trial> nonMated;

  Trials(List<Trial> mated, List<Trial> nonMated) {
    this.mated = List.copyOf(mated);
    this.nonMated =
        nonMated.stream().sorted(Comparator.comparingDouble(Trial::score).reversed()).toList();
  }

  int mated() {
    return mated.size();
  }

  int nonMated() {
    return nonMated.size();
  }

  double rank1(double[] weights) {
    double right = 0;
    double all = 0;
    for (Trial trial : mated) {
      double weight = trial.share() * weights[trial.identity()];
      right += trial.right() ? weight : 0;
      all += weight;
    }
    return right / all;
  }

  /** FNIR at the threshold that this share of non-mated searches is above. */
  double fnir(double fpir, double[] weights) {
    double all = 0;
    for (Trial trial : nonMated) {
      all += trial.share() * weights[trial.identity()];
    }
    double above = 0;
    int at = 0;
    while (at < nonMated.size() - 1 && above < fpir * all) {
      above += nonMated.get(at).share() * weights[nonMated.get(at).identity()];
      at++;
    }
    double threshold = nonMated.get(at).score();
    double failed = 0;
    double searches = 0;
    for (Trial trial : mated) {
      double weight = trial.share() * weights[trial.identity()];
      failed += trial.right() && trial.score() > threshold ? 0 : weight;
      searches += weight;
    }
    return failed / searches;
  }
}
