package io.kith.index.codes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.VectorUtil;

/**
 * What is known of one segment's codes beside the codes.
 *
 * @param offset where they start in their file
 * @param size how many there are
 * @param mean the vectors' mean, rotated: {@code [directions]}; what codes are signs of the
 *     difference to
 * @param meanSquare its squared length
 * @param meanDotDeviation standard deviation of the vectors' dot product with it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignCodesMeta(
    long offset, int size, float[] mean, float meanSquare, float meanDotDeviation) {

  static SignCodesMeta of(long offset, int size, float[] mean, float meanDotDeviation) {
    return new SignCodesMeta(
        offset, size, mean, VectorUtil.dotProduct(mean, mean), meanDotDeviation);
  }

  void write(DataOutput output) throws IOException {
    output.writeVLong(offset);
    output.writeVInt(size);
    output.writeInt(Float.floatToIntBits(meanDotDeviation));
    ByteBuffer bytes =
        ByteBuffer.allocate(mean.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(mean);
    output.writeBytes(bytes.array(), bytes.capacity());
  }

  static SignCodesMeta read(DataInput input, int directions) throws IOException {
    long offset = input.readVLong();
    int size = input.readVInt();
    float meanDotDeviation = Float.intBitsToFloat(input.readInt());
    float[] mean = new float[directions];
    input.readFloats(mean, 0, directions);
    return of(offset, size, mean, meanDotDeviation);
  }

  /** Bytes of the codes: whole blocks. */
  long bytes() {
    return blocks() * CodeKernel.blockBytes(mean.length / Long.SIZE);
  }

  int blocks() {
    return Math.ceilDiv(size, CodeKernel.BLOCK);
  }

  /* 1 when it is below 0: without a branch, which nobody could predict. */
  private static int sign(float value) {
    return Float.floatToRawIntBits(value) >>> (Integer.SIZE - 1);
  }

  /** The code of a rotated vector: a word for each 64 directions. */
  long[] encode(float[] rotated) {
    long[] code = new long[mean.length / Long.SIZE];
    for (int word = 0; word < code.length; word++) {
      long bits = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        int i = word * Long.SIZE + bit;
        bits |= (long) sign(mean[i] - rotated[i]) << bit;
      }
      code[word] = bits;
    }
    return code;
  }
}
