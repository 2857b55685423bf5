package io.kith.index.codes;

import java.util.SplittableRandom;

/**
 * Coordinates of a vector in random orthonormal bases, the same for each vector of a dimension.
 * Immutable.
 *
 * <p>The signs of coordinates in a random basis are as many random hyperplanes, whatever the
 * vectors are; the coordinates that a network gives are not. A basis of n directions is made by
 * flipping signs at random and the Walsh-Hadamard transform, three times over (Andoni, Indyk,
 * Laarhoven, Razenshteyn, Schmidt, Practical and Optimal LSH for Angular Distance, 2015, <a
 * href="https://arxiv.org/abs/1509.02897">arXiv:1509.02897</a>), in O(n log n).
 */
final class Rotation {

  /** Directions, at least: fewer would tell the vectors of a small dimension apart too badly. */
  private static final int MIN_DIRECTIONS = 512;

  private static final int MIN_BASIS = 64;
  private static final int ROUNDS = 3;
  private static final long SEED = 0x6b69_7468L;

  private final int dimension;
  private final int basis;
  private final float[][][] flips;
  private final float scale;
  private final CodeKernel kernel;

  /**
   * @param dimension values of a vector, 1 or more
   */
  Rotation(int dimension) {
    this(dimension, CodeKernel.fastest());
  }

  Rotation(int dimension, CodeKernel kernel) {
    this.kernel = kernel;
    this.dimension = dimension;
    this.basis = Math.max(MIN_BASIS, powerOfTwo(dimension));
    int bases = directions() / basis;
    this.flips = new float[bases][ROUNDS][basis];
    this.scale = (float) (1 / Math.sqrt(Math.pow(basis, ROUNDS) * bases));
    SplittableRandom random = new SplittableRandom(SEED);
    for (float[][] rounds : flips) {
      for (float[] round : rounds) {
        for (int i = 0; i < basis; i++) {
          round[i] = random.nextBoolean() ? 1 : -1;
        }
      }
    }
  }

  private static int powerOfTwo(int atLeast) {
    int highest = Integer.highestOneBit(atLeast);
    return highest == atLeast ? highest : 2 * highest;
  }

  /** Number of coordinates: a multiple of 64. */
  int directions() {
    return directions(dimension);
  }

  /** Number of coordinates that vectors of a dimension get. */
  static int directions(int dimension) {
    return Math.max(MIN_DIRECTIONS, powerOfTwo(dimension));
  }

  /**
   * Rotates.
   *
   * @param vector {@code [dimension]}
   * @return {@code [directions]}; dot products are kept
   */
  float[] rotate(float[] vector) {
    float[] rotated = new float[directions()];
    for (int base = 0; base < flips.length; base++) {
      int start = base * basis;
      System.arraycopy(vector, 0, rotated, start, dimension);
      for (float[] round : flips[base]) {
        kernel.turn(rotated, start, round);
      }
    }
    for (int i = 0; i < rotated.length; i++) {
      rotated[i] *= scale;
    }
    return rotated;
  }
}
