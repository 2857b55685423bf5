package io.kith.it.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Best cosines of strangers' images to a gallery; each stranger weighs 1. */
final class Strangers {

  private final double[][] best;

  private Strangers(double[][] best) {
    this.best = best;
  }

  /** Compares every image of every stranger with every template. */
  static Strangers of(List<List<float[]>> strangers, List<List<float[]>> enrolled) {
    List<float[]> templates = enrolled.stream().flatMap(List::stream).toList();
    return new Strangers(
        IntStream.range(0, strangers.size())
            .parallel()
            .mapToObj(
                i -> strangers.get(i).stream().mapToDouble(it -> best(it, templates)).toArray())
            .toArray(double[][]::new));
  }

  private static double best(float[] probe, List<float[]> templates) {
    double best = -1;
    for (float[] template : templates) {
      best = Math.max(best, dot(probe, template));
    }
    return best;
  }

  /* Four sums, so that one addition does not wait for the last. */
  private static float dot(float[] a, float[] b) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += a[i] * b[i];
    }
    return first + second + third + fourth;
  }

  /** Share of strangers' searches at or above a threshold. */
  double reaching(double threshold) {
    double sum = 0;
    for (double[] ofOne : best) {
      int reached = 0;
      for (double cosine : ofOne) {
        reached += cosine >= threshold ? 1 : 0;
      }
      sum += (double) reached / ofOne.length;
    }
    return sum / best.length;
  }
}
