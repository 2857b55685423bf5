package io.kith.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A vector as the store keeps it: {@code [dimension]} float32 values, little-endian. */
final class VectorBytes {

  private VectorBytes() {}

  static byte[] encode(UnitVector vector) {
    float[] values = vector.shared();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static UnitVector decode(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return UnitVector.ofStored(values);
  }
}
