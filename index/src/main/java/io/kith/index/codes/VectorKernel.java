package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * With SIMD instructions; needs the module {@code jdk.incubator.vector}. Stateless.
 *
 * <p>It reads from four places at once. A processor fetches ahead what is read in sequence, but not
 * beyond a page of memory (4 KiB, so 64 codes of 512 bits), and waits at the start of each; four
 * such waits overlap. A scan of 200,000 codes takes a third less time.
 */
final class VectorKernel implements CodeKernel {

  private static final VectorSpecies<Long> SPECIES =
      LongVector.SPECIES_PREFERRED.length() <= BLOCK
          ? LongVector.SPECIES_PREFERRED
          : LongVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = SPECIES.withLanes(float.class);

  private static final Pairs ONE_APART = new Pairs(1);
  private static final Pairs TWO_APART = new Pairs(2);
  private static final Pairs FOUR_APART = new Pairs(4);
  private static final Pairs EIGHT_APART = new Pairs(8);

  /**
   * The lanes of a register in pairs.
   *
   * @param others for each lane, the other of its pair
   * @param signs 1 for the first of a pair, -1 for the second
   */
  private record Pairs(VectorShuffle<Float> others, FloatVector signs) {

    Pairs(int apart) {
      this(
          VectorShuffle.fromOp(FLOATS, lane -> (lane ^ apart) % FLOATS.length()),
          FloatVector.fromArray(FLOATS, signs(apart), 0));
    }

    private static float[] signs(int apart) {
      float[] signs = new float[FLOATS.length()];
      for (int lane = 0; lane < signs.length; lane++) {
        signs[lane] = (lane & apart) == 0 ? 1 : -1;
      }
      return signs;
    }

    FloatVector sumsAndDifferences(FloatVector values) {
      return values.mul(signs).add(values.rearrange(others));
    }
  }

  /*
   * The quarters have one length, so that the loop is one without a branch; where the number of blocks is no multiple of four
   * they overlap, and some blocks are measured twice, to the same result.
   */
  @Override
  public void measure(MemorySegment blocks, long[] probe, long[] distances) {
    long bytes = CodeKernel.blockBytes(probe.length);
    int count = (int) (blocks.byteSize() / bytes);
    int quarter = Math.ceilDiv(count, 4);
    int second = (count - quarter) / 3;
    int third = 2 * (count - quarter) / 3;
    int fourth = count - quarter;
    MemorySegment a = blocks.asSlice(0, quarter * bytes);
    MemorySegment b = blocks.asSlice(second * bytes, quarter * bytes);
    MemorySegment c = blocks.asSlice(third * bytes, quarter * bytes);
    MemorySegment d = blocks.asSlice(fourth * bytes, quarter * bytes);
    for (int block = 0; block < quarter; block++) {
      for (int part = 0; part < BLOCK; part += SPECIES.length()) {
        LongVector sumA = LongVector.zero(SPECIES);
        LongVector sumB = sumA;
        LongVector sumC = sumA;
        LongVector sumD = sumA;
        for (int word = 0; word < probe.length; word++) {
          long offset = block * bytes + ((long) word * BLOCK + part) * Long.BYTES;
          sumA = sumA.add(differing(a, offset, probe[word]));
          sumB = sumB.add(differing(b, offset, probe[word]));
          sumC = sumC.add(differing(c, offset, probe[word]));
          sumD = sumD.add(differing(d, offset, probe[word]));
        }
        int first = block * BLOCK + part;
        sumA.intoArray(distances, first);
        sumB.intoArray(distances, first + second * BLOCK);
        sumC.intoArray(distances, first + third * BLOCK);
        sumD.intoArray(distances, first + fourth * BLOCK);
      }
    }
  }

  /*
   * Few are near: a comparison passes over as many as the register has lanes. Where one is, all are written, and only those
   * that are near are not written over: which they are is not to be foreseen, so a branch would cost more.
   */
  @Override
  public int select(long[] distances, int count, int farthest, int[] selected) {
    int size = 0;
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += SPECIES.length()) {
      LongVector next = LongVector.fromArray(SPECIES, distances, i);
      long near = next.compare(VectorOperators.LE, farthest).toLong();
      if (near != 0) {
        for (int lane = 0; lane < SPECIES.length(); lane++) {
          selected[size] = i + lane;
          size += (int) (near >>> lane & 1);
        }
      }
    }
    for (int i = whole; i < count; i++) {
      if (distances[i] <= farthest) {
        selected[size++] = i;
      }
    }
    return size;
  }

  /* Steps within a register first, then those from one to another. */
  @Override
  public void turn(float[] values, int start, float[] signs) {
    int lanes = FLOATS.length();
    for (int i = 0; i < signs.length; i += lanes) {
      FloatVector part =
          FloatVector.fromArray(FLOATS, values, start + i)
              .mul(FloatVector.fromArray(FLOATS, signs, i));
      part = ONE_APART.sumsAndDifferences(part);
      if (lanes > 2) {
        part = TWO_APART.sumsAndDifferences(part);
      }
      if (lanes > 4) {
        part = FOUR_APART.sumsAndDifferences(part);
      }
      if (lanes > 8) {
        part = EIGHT_APART.sumsAndDifferences(part);
      }
      part.intoArray(values, start + i);
    }
    for (int step = lanes; step < signs.length; step *= 2) {
      for (int i = 0; i < signs.length / 2; i += lanes) {
        int at = start + 2 * (i & -step) + (i & (step - 1));
        FloatVector one = FloatVector.fromArray(FLOATS, values, at);
        FloatVector other = FloatVector.fromArray(FLOATS, values, at + step);
        one.add(other).intoArray(values, at);
        one.sub(other).intoArray(values, at + step);
      }
    }
  }

  private static LongVector differing(MemorySegment blocks, long offset, long word) {
    return LongVector.fromMemorySegment(SPECIES, blocks, offset, ByteOrder.LITTLE_ENDIAN)
        .lanewise(VectorOperators.XOR, word)
        .lanewise(VectorOperators.BIT_COUNT);
  }
}
