package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The sign codes of one segment's vectors: for each vector less the segment's mean, whether it lies
 * on the one side or the other of random hyperplanes. Immutable; the memory is the segment's.
 *
 * <p>{@code directions} bits a vector: 512 up to that dimension, then the next power of two.
 */
public final class SignCodes {

  private final Rotation rotation;
  private final SignCodesMeta meta;
  private final MemorySegment codes;
  private final CodeKernel kernel;

  SignCodes(Rotation rotation, SignCodesMeta meta, MemorySegment codes, CodeKernel kernel) {
    this.rotation = rotation;
    this.meta = meta;
    this.codes = codes;
    this.kernel = kernel;
  }

  /** Number of codes: one for each vector, in the order of their ordinals. */
  public int size() {
    return meta.size();
  }

  /** Bits of a code. */
  public int bits() {
    return rotation.directions();
  }

  /** Bits of the codes of vectors of a dimension. */
  public static int bits(int dimension) {
    return Rotation.directions(dimension);
  }

  /**
   * A probe's coordinates, which serve for all segments.
   *
   * @param probe {@code [dimension]}, L2 norm 1
   */
  public float[] rotate(float[] probe) {
    return rotation.rotate(probe);
  }

  /**
   * A probe among the codes.
   *
   * @param rotated what {@link #rotate} made of it
   */
  public CodedProbe probe(float[] rotated) {
    return new CodedProbe(this, rotated);
  }

  /** Compares them with each other; copies them. */
  CodeScorers scorers() {
    return new CodeScorers(codes, size(), bits() / Long.SIZE);
  }

  /** All of them as they lie in the segment. */
  ByteBuffer bytes() {
    return codes.asByteBuffer();
  }

  SignCodesMeta meta() {
    return meta;
  }

  /* Distances of the codes in the blocks from one to another, the latter excluded. */
  void measure(int from, int to, long[] probe, long[] distances) {
    long bytes = CodeKernel.blockBytes(probe.length);
    kernel.measure(codes.asSlice(from * bytes, (to - from) * bytes), probe, distances);
  }

  int select(long[] distances, int count, int farthest, int[] selected) {
    return kernel.select(distances, count, farthest, selected);
  }
}
