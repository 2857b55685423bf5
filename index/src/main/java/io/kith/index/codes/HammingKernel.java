package io.kith.index.codes;

import java.lang.foreign.MemorySegment;

/**
 * Finds the codes near a probe's.
 *
 * <p>Codes lie in blocks of {@value #BLOCK}: the first 64 bits of each of the block's codes, then
 * the second 64 bits of each, and so on, little-endian; so a SIMD register compares as many codes
 * as it has lanes, and distances need not be summed across lanes.
 */
interface HammingKernel {

  /** Codes in a block. */
  int BLOCK = 8;

  /**
   * Finds the codes of some blocks within a Hamming distance.
   *
   * @param codes blocks of codes
   * @param from first block
   * @param to block after the last
   * @param probe the probe's code, a word for each 64 bits
   * @param distance largest distance, bits
   * @param found where to write each as {@code distance << 32 | ordinal}, in the order of ordinals;
   *     has room for all
   * @param count how many are there already
   * @return how many are there now
   */
  int within(
      MemorySegment codes, int from, int to, long[] probe, int distance, long[] found, int count);

  /** The fastest one that this JVM can run. */
  static HammingKernel fastest() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorKernel()
        : new ScalarKernel();
  }
}
