package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** With what every JVM has. Stateless. */
final class ScalarKernel implements HammingKernel {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void measure(MemorySegment blocks, long[] probe, long[] distances) {
    long bytes = HammingKernel.blockBytes(probe.length);
    int count = (int) (blocks.byteSize() / bytes);
    for (int block = 0; block < count; block++) {
      for (int code = 0; code < BLOCK; code++) {
        long offset = block * bytes + (long) code * Long.BYTES;
        long bits = 0;
        for (long word : probe) {
          bits += Long.bitCount(blocks.get(WORD, offset) ^ word);
          offset += BLOCK * Long.BYTES;
        }
        distances[block * BLOCK + code] = bits;
      }
    }
  }

  @Override
  public int select(long[] distances, int count, int farthest, int[] selected) {
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (distances[i] <= farthest) {
        selected[size++] = i;
      }
    }
    return size;
  }
}
