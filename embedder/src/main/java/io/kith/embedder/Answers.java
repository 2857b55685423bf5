package io.kith.embedder;

/** Vectors that networks answer, before they are normalised. */
final class Answers {

  private Answers() {}

  /**
   * Whether an answer is as expected; never where a value is not finite.
   *
   * @param tolerance largest difference of a value, relative to the norm of the vector expected
   * @throws ModelException when the vector expected has no direction
   */
  static boolean agree(float[] expected, float[] answered, double tolerance) {
    if (expected.length != answered.length) {
      return false;
    }
    double most = tolerance * Embedding.normalised(expected).norm();
    for (int i = 0; i < expected.length; i++) {
      // Not turned round: no comparison with NaN holds.
      if (!(Math.abs(expected[i] - answered[i]) <= most)) {
        return false;
      }
    }
    return true;
  }
}
