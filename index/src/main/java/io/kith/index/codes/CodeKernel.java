package io.kith.index.codes;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of making codes and of comparing them with a probe's.
 *
 * <p>Codes lie in blocks of {@value #BLOCK}: the first 64 bits of each of the block's codes, then
 * the second 64 bits of each, and so on, little-endian; so a SIMD register compares as many codes
 * as it has lanes, and distances need not be summed across lanes.
 */
interface CodeKernel {

  /** Codes in a block. */
  int BLOCK = 8;

  /**
   * Measures the Hamming distances of codes.
   *
   * @param blocks whole blocks of codes, and nothing else
   * @param probe the probe's code, a word for each 64 bits
   * @param distances where to write them, bits, in the order of the codes; has room for all
   */
  void measure(MemorySegment blocks, long[] probe, long[] distances);

  /**
   * Selects those up to a distance.
   *
   * @param distances bits, of codes
   * @param count how many of them to look at, from the first one
   * @param farthest bits
   * @param selected where to write their places among the distances, ascending; has room for all
   * @return how many they are
   */
  int select(long[] distances, int count, int farthest, int[] selected);

  /**
   * Flips signs, and then applies the Walsh-Hadamard transform, unscaled, in place: for steps of 1,
   * 2, 4 and so on in turn, two values so far apart become their sum and their difference. All
   * kernels have the same results, to the bit.
   *
   * @param values of which as many are turned as there are signs
   * @param start place of the first one
   * @param signs 1 or -1 each; a power of two of them, 16 or more
   */
  void turn(float[] values, int start, float[] signs);

  /** Bytes of a block. */
  static long blockBytes(int words) {
    return (long) words * BLOCK * Long.BYTES;
  }

  /** The fastest one that this JVM can run. */
  static CodeKernel fastest() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorKernel()
        : new ScalarKernel();
  }
}
