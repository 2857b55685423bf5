package io.kith.embedder.training;

import java.util.Arrays;

/**
 * How embeddings of one class differ from each other, for within-class covariance normalisation
 * (Hatch, Kajarekar, Stolcke 2006, "Within-class covariance normalization for SVM-based speaker
 * recognition"): mapped by the inverse root of their covariance they differ alike in all
 * directions, so that the cosine counts those more in which only other classes differ.
 *
 * <p>Classes that a network was trained on vary less than others will, and in directions that it
 * has learned to ignore hardly at all; so the covariance is first drawn towards that of a sphere.
 * Not safe for concurrent use.
 */
final class WithinClass {

  /** Share of the mean variance that is added to each; a tenth to the whole of it do alike. */
  private static final double SHRINKAGE = 0.3;

  private final int dimension;
  private final double[][] scatter;
  private long freedom;

  WithinClass(int dimension) {
    this.dimension = dimension;
    this.scatter = new double[dimension][dimension];
  }

  /**
   * Takes in embeddings of one class, seen from one side.
   *
   * @param embeddings {@code [images][dimension]}
   */
  void add(float[][] embeddings) {
    double[] mean = new double[dimension];
    for (float[] each : embeddings) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += each[i] / (double) embeddings.length;
      }
    }
    for (float[] each : embeddings) {
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j <= i; j++) {
          scatter[i][j] += (each[i] - mean[i]) * (each[j] - mean[j]);
        }
      }
    }
    freedom += Math.max(embeddings.length - 1, 0);
  }

  /**
   * The map that normalises the covariance, {@code [dimension][dimension]}: the inverse of its
   * Cholesky factor, which is its inverse root but for a rotation, that no cosine sees. Embeddings
   * keep about the norm that they have. A multiple of the identity, which changes no cosine, where
   * no class has two embeddings that differ.
   */
  float[][] normalisation() {
    double variance = 0;
    for (int i = 0; i < dimension; i++) {
      variance += scatter[i][i] / Math.max(freedom, 1) / dimension;
    }
    double[][] covariance = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      covariance[i] = Arrays.copyOf(scatter[i], i + 1);
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = variance > 0 ? covariance[i][j] / freedom / variance : 0;
      }
      covariance[i][i] = (variance > 0 ? covariance[i][i] : 1) + SHRINKAGE;
    }
    return inverse(cholesky(covariance));
  }

  /** L of {@code L L^T}, in place; only lower triangles are kept. */
  private static double[][] cholesky(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    return matrix;
  }

  /** Inverse of a lower triangle. */
  private static float[][] inverse(double[][] triangle) {
    int n = triangle.length;
    float[][] inverse = new float[n][n];
    for (int column = 0; column < n; column++) {
      double[] solution = new double[n];
      for (int i = column; i < n; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= triangle[i][k] * solution[k];
        }
        solution[i] = sum / triangle[i][i];
        inverse[i][column] = (float) solution[i];
      }
    }
    return inverse;
  }
}
