package io.kith.embedder;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
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
    TensorProto.Builder shape =
        TensorProto.newBuilder()
            .setName("shape")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(target.length)
            .setRawData(ByteString.copyFrom(raw.flip()));
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType("Reshape")
            .addInput("input")
            .addInput("shape")
            .addOutput("output");
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("tiny")
            .addNode(node)
            .addInitializer(shape)
            .addInput(value("input", 1, 3, 8, 8))
            .addOutput(value("output", 1, DIMENSION));
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(9))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto.Builder value(String name, long... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : lengths) {
      shape.addDim(Dimension.newBuilder().setDimValue(length));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }
}
