package io.kith.embedder.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A few figures of all pairs, in the place of an evaluation's. */
final class SimpleFigures {

  private SimpleFigures() {}

  /**
   * The rate of errors is that of mated pairs not above a non-mated one, rank-1 the share of images
   * that are most like one of their class; thresholds are the highest and the mean cosine of two
   * classes.
   */
  static OpenSetFigures of(float[][] embeddings, int[] labels, long seed) {
    List<Double> mated = new ArrayList<>();
    List<Double> nonMated = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      double own = Double.NEGATIVE_INFINITY;
      double other = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < labels.length; j++) {
        if (i == j) {
          continue;
        }
        double cosine = dot(embeddings[i], embeddings[j]);
        (labels[i] == labels[j] ? mated : nonMated).add(cosine);
        own = labels[i] == labels[j] ? Math.max(own, cosine) : own;
        other = labels[i] == labels[j] ? other : Math.max(other, cosine);
      }
      right += own > other ? 1 : 0;
    }
    double rank1 = (double) right / labels.length;
    double errors =
        mated.stream()
            .mapToDouble(it -> nonMated.stream().filter(other -> other >= it).count())
            .average()
            .orElseThrow();
    double mean = nonMated.stream().mapToDouble(it -> it).average().orElseThrow();
    OpenSetFigures.Split split =
        new OpenSetFigures.Split(
            labels.length, rank1, Double.NaN, Double.NaN, Collections.max(nonMated));
    int classes = labels[labels.length - 1] + 1;
    return new OpenSetFigures(
        classes, classes / 2, errors / nonMated.size(), mean, classes, rank1, List.of(split));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
