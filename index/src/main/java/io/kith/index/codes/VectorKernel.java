package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** With SIMD instructions; needs the module {@code jdk.incubator.vector}. Stateless. */
final class VectorKernel implements HammingKernel {

  private static final VectorSpecies<Long> SPECIES =
      LongVector.SPECIES_PREFERRED.length() <= BLOCK
          ? LongVector.SPECIES_PREFERRED
          : LongVector.SPECIES_512;

  @Override
  public int within(
      MemorySegment codes, int from, int to, long[] probe, int distance, long[] found, int count) {
    int size = count;
    for (int block = from; block < to; block++) {
      for (int part = 0; part < BLOCK; part += SPECIES.length()) {
        long offset = ((long) block * probe.length * BLOCK + part) * Long.BYTES;
        LongVector distances = LongVector.zero(SPECIES);
        for (int word = 0; word < probe.length; word++) {
          distances =
              distances.add(
                  LongVector.fromMemorySegment(
                          SPECIES,
                          codes,
                          offset + (long) word * BLOCK * Long.BYTES,
                          ByteOrder.LITTLE_ENDIAN)
                      .lanewise(VectorOperators.XOR, probe[word])
                      .lanewise(VectorOperators.BIT_COUNT));
        }
        long near = distances.compare(VectorOperators.LE, distance).toLong();
        while (near != 0) {
          int lane = Long.numberOfTrailingZeros(near);
          near &= near - 1;
          found[size++] = distances.lane(lane) << Integer.SIZE | (block * BLOCK + part + lane);
        }
      }
    }
    return size;
  }
}
