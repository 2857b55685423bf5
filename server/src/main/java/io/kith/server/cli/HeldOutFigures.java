package io.kith.server.cli;

import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.OpenSetFigures.Split;
import io.kith.index.UnitVector;
import io.kith.index.evaluation.Comparisons;
import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.index.evaluation.OperatingPoint;
import io.kith.index.evaluation.Resolution;
import io.kith.index.evaluation.Searches;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Figures of classes held out of training, as {@code kith evaluate} has them. Of each class half of
 * the images are enrolled, but 5 at most.
 */
final class HeldOutFigures {

  private static final int MOST_SAMPLES = 5;
  private static final int MOST_WAYS = 20;
  private static final int EPISODES = 1_000;
  private static final int SPLITS = 10;

  private HeldOutFigures() {}

  /** See {@link OpenSetFigures.Measure}; two classes or more are of two images or more. */
  static OpenSetFigures of(float[][] embeddings, int[] labels, long seed) {
    List<IdentitySamples> classes = classes(embeddings, labels);
    OperatingPoint equal = Comparisons.ofPairs(classes, seed).equalError();
    long usable = classes.stream().filter(it -> it.count() > 1).count();
    int ways = (int) Math.min(MOST_WAYS, usable);
    return new OpenSetFigures(
        classes.size(),
        IdentificationFigures.enrolled(classes, HeldOutFigures::samples),
        equal.missed(),
        equal.threshold(),
        ways,
        FewShotFigures.of(classes, ways, 1, EPISODES, false, seed).orElseThrow().accuracy(),
        IdentificationFigures.searches(classes, HeldOutFigures::samples, SPLITS, seed).stream()
            .map(HeldOutFigures::split)
            .toList());
  }

  private static List<IdentitySamples> classes(float[][] embeddings, int[] labels) {
    TreeMap<Integer, List<UnitVector>> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      classes.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(UnitVector.of(embeddings[i]));
    }
    // Names in the order of the labels.
    return classes.entrySet().stream()
        .map(it -> new IdentitySamples("%09d".formatted(it.getKey()), "", it.getValue()))
        .toList();
  }

  private static int samples(IdentitySamples identity) {
    return Math.clamp(identity.count() / 2, 1, MOST_SAMPLES);
  }

  private static Split split(Searches searches) {
    return new Split(
        searches.nonMated().count(),
        searches.identified(1),
        dir(searches, 0.01),
        dir(searches, 0.1),
        searches.nonMated().thresholdFor(0.01));
  }

  private static double dir(Searches searches, double fpir) {
    return Resolution.supports(fpir, searches.nonMated().count())
        ? 1 - searches.atFpir(fpir).missed()
        : Double.NaN;
  }
}
