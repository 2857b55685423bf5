package io.kith.embedder;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A real ONNX network of one node, which gives its input {@code [1, 3, 8, 8]} flat: {@code [1,
 * 192]}.
 */
final class TinyOnnx {

  /** Length of its output. */
  static final int DIMENSION = 192;

  private TinyOnnx() {}

  /**
   * @param target constant that the node reshapes to
   */
  static byte[] reshape(long... target) {
    ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * target.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long length : target) {
      raw.putLong(length);
    }
    Message shape =
        new Message()
            .number(1, target.length)
            .number(2, 7)
            .text(8, "shape")
            .bytes(9, ByteString.copyFrom(raw.flip()));
    Message node =
        new Message().text(1, "input").text(1, "shape").text(2, "output").text(4, "Reshape");
    Message graph =
        new Message()
            .message(1, node)
            .text(2, "tiny")
            .message(5, shape)
            .message(11, value("input", 1, 3, 8, 8))
            .message(12, value("output", 1, DIMENSION));
    Message opset = new Message().number(2, 9);
    return new Message().number(1, 7).message(7, graph).message(8, opset).bytes().toByteArray();
  }

  private static Message value(String name, long... lengths) {
    Message shape = new Message();
    for (long length : lengths) {
      shape.message(1, new Message().number(1, length));
    }
    Message tensor = new Message().number(1, 1).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message, written field by field. */
  private static final class Message {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    Message number(int field, long value) {
      fields.mergeField(field, Field.newBuilder().addVarint(value).build());
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, ByteString.copyFromUtf8(value));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    Message bytes(int field, ByteString value) {
      fields.mergeField(field, Field.newBuilder().addLengthDelimited(value).build());
      return this;
    }

    ByteString bytes() {
      return fields.build().toByteString();
    }
  }
}
