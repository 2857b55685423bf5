package io.kith.embedder.margin;

/** Mean cross-entropy of the normalised heads, written down a second time in plain doubles. */
final class ReferenceLoss {

  private ReferenceLoss() {}

  /**
   * @param x embeddings
   * @param w centres, {@code centres} of them a class: all first ones, then all second ones
   * @param lambda SphereFace's annealing
   */
  static double of(
      double[][] x, double[][] w, int[] labels, int centres, Margin m, double s, double lambda) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      int classes = w.length / centres;
      double[] logits = new double[classes];
      for (int j = 0; j < classes; j++) {
        double best = -1;
        for (int k = 0; k < centres; k++) {
          best = Math.max(best, cosine(x[i], w[k * classes + j]));
        }
        double target = j == labels[i] ? (lambda * best + psi(best, m)) / (1 + lambda) : best;
        logits[j] = s * target;
      }
      double exponentials = 0;
      for (double logit : logits) {
        exponentials += Math.exp(logit);
      }
      sum += Math.log(exponentials) - logits[labels[i]];
    }
    return sum / x.length;
  }

  private static double psi(double cosine, Margin m) {
    double phi = m.factor() * Math.acos(cosine) + m.angle();
    int k = 0;
    while (phi - k * Math.PI >= Math.PI) {
      k++;
    }
    return (k % 2 == 0 ? Math.cos(phi) : -Math.cos(phi)) - 2 * k - m.cosine();
  }

  private static double cosine(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
