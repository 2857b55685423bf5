package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** With what every JVM has. Stateless. */
final class ScalarKernel implements HammingKernel {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public int within(
      MemorySegment codes, int from, int to, long[] probe, int distance, long[] found, int count) {
    int size = count;
    for (int block = from; block < to; block++) {
      for (int code = 0; code < BLOCK; code++) {
        long offset = ((long) block * probe.length * BLOCK + code) * Long.BYTES;
        int bits = 0;
        for (long word : probe) {
          bits += Long.bitCount(codes.get(WORD, offset) ^ word);
          offset += BLOCK * Long.BYTES;
        }
        if (bits <= distance) {
          found[size++] = (long) bits << Integer.SIZE | (block * BLOCK + code);
        }
      }
    }
    return size;
  }
}
