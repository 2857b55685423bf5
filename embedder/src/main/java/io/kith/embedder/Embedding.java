package io.kith.embedder;

/**
 * What a network makes of one sample: a vector of L2 norm 1 +/- 1e-4, whose dot product with
 * another is their cosine.
 *
 * <p>Immutable.
 */
public final class Embedding {

  private final float[] vector;
  private final double norm;

  private Embedding(float[] vector, double norm) {
    this.vector = vector;
    this.norm = norm;
  }

  /**
   * Scales a network's output to unit length.
   *
   * @throws ModelException when the output has no direction: it is zero or not finite
   */
  static Embedding normalised(float[] output) {
    double norm = norm(output);
    if (!(norm > 1e-12) || Double.isInfinite(norm)) {
      throw new ModelException(
          ModelException.Problem.ENGINE_FAILED,
          "the embedding network gave a vector of norm %s, which has no direction".formatted(norm));
    }
    float[] unit = new float[output.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (output[i] / norm);
    }
    return new Embedding(unit, norm);
  }

  /** L2 norm of a vector. */
  public static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** A copy of the unit vector, {@code [dimension]}. */
  public float[] vector() {
    return vector.clone();
  }

  /** Length of the vector. */
  public int dimension() {
    return vector.length;
  }

  /**
   * L2 norm before normalisation, above 0: a hint at the sample's quality, comparable within one
   * model only.
   */
  public double norm() {
    return norm;
  }
}
