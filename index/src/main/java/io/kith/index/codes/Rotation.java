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

  /**
   * @param dimension values of a vector, 1 or more
   */
  Rotation(int dimension) {
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
        flip(rotated, start, round);
        transform(rotated, start, basis);
      }
    }
    for (int i = 0; i < rotated.length; i++) {
      rotated[i] *= scale;
    }
    return rotated;
  }

  private static void flip(float[] values, int start, float[] signs) {
    for (int i = 0; i < signs.length; i++) {
      values[start + i] *= signs[i];
    }
  }

  /* Walsh-Hadamard, in place and unscaled: three steps at once, on values that stay in registers, then the one or two that are left. */
  private static void transform(float[] values, int start, int length) {
    int half = 1;
    for (; 8 * half <= length; half *= 8) {
      for (int block = start; block < start + length; block += 8 * half) {
        for (int i = block; i < block + half; i++) {
          transformEight(values, i, half);
        }
      }
    }
    for (; half < length; half *= 2) {
      for (int pair = start; pair < start + length; pair += 2 * half) {
        for (int i = pair; i < pair + half; i++) {
          float sum = values[i] + values[i + half];
          values[i + half] = values[i] - values[i + half];
          values[i] = sum;
        }
      }
    }
  }

  private static void transformEight(float[] values, int at, int step) {
    float a0 = values[at] + values[at + step];
    float a1 = values[at] - values[at + step];
    float a2 = values[at + 2 * step] + values[at + 3 * step];
    float a3 = values[at + 2 * step] - values[at + 3 * step];
    float a4 = values[at + 4 * step] + values[at + 5 * step];
    float a5 = values[at + 4 * step] - values[at + 5 * step];
    float a6 = values[at + 6 * step] + values[at + 7 * step];
    float a7 = values[at + 6 * step] - values[at + 7 * step];
    float b0 = a0 + a2;
    float b1 = a1 + a3;
    float b2 = a0 - a2;
    float b3 = a1 - a3;
    float b4 = a4 + a6;
    float b5 = a5 + a7;
    float b6 = a4 - a6;
    float b7 = a5 - a7;
    values[at] = b0 + b4;
    values[at + step] = b1 + b5;
    values[at + 2 * step] = b2 + b6;
    values[at + 3 * step] = b3 + b7;
    values[at + 4 * step] = b0 - b4;
    values[at + 5 * step] = b1 - b5;
    values[at + 6 * step] = b2 - b6;
    values[at + 7 * step] = b3 - b7;
  }
}
