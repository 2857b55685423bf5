package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** With what every JVM has. Stateless. */
final class ScalarKernel implements CodeKernel {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void measure(MemorySegment blocks, long[] probe, long[] distances) {
    long bytes = CodeKernel.blockBytes(probe.length);
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

  @Override
  public void turn(float[] values, int start, float[] signs) {
    for (int i = 0; i < signs.length; i++) {
      values[start + i] *= signs[i];
    }
    for (int step = 1; step < signs.length; step *= 2) {
      for (int pair = 0; pair < signs.length / 2; pair++) {
        int one = start + 2 * (pair & -step) + (pair & (step - 1));
        int other = one + step;
        float sum = values[one] + values[other];
        values[other] = values[one] - values[other];
        values[one] = sum;
      }
    }
  }
}
