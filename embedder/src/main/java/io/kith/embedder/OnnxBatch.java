package io.kith.embedder;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets an ONNX network that was exported for one input take a batch of them.
 *
 * <p>Only the bytes in memory change; the file stays as its hash says. What comes out still has to
 * prove that it answers a batch as it answers single inputs, since a graph may depend on its batch
 * in ways that are not seen here.
 */
final class OnnxBatch {

  /*
   * Inputs and outputs of the graph get a named first dimension. A reshape to a constant [1,
   * ...] would still force one row: it becomes [-1, ...], and where a -1 ("whatever is left
   * over") stood elsewhere in it, the length that the graph declares for that output goes there.
   * Shapes noted for values in between are dropped: the runtime infers them again.
   */

  private OnnxBatch() {}

  /**
   * The network with a first dimension of any length.
   *
   * @param model an ONNX file
   * @return the edited file; empty when these bytes are none
   */
  static Optional<byte[]> dynamic(byte[] model) {
    try {
      ModelProto.Builder edited = ModelProto.parseFrom(model).toBuilder();
      edit(edited.getGraphBuilder());
      return Optional.of(edited.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static void edit(GraphProto.Builder graph) {
    Map<String, List<TensorShapeProto.Dimension>> declared = new HashMap<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      declared.put(output.getName(), output.getType().getTensorType().getShape().getDimList());
    }
    Map<String, List<TensorShapeProto.Dimension>> rowOfTarget = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Reshape") && node.getInputCount() == 2) {
        rowOfTarget.put(node.getInput(1), declared.getOrDefault(node.getOutput(0), List.of()));
      }
    }
    graph.clearValueInfo();
    graph.getInputBuilderList().forEach(OnnxBatch::anyBatch);
    graph.getOutputBuilderList().forEach(OnnxBatch::anyBatch);
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      List<TensorShapeProto.Dimension> row = rowOfTarget.get(tensor.getName());
      if (row != null) {
        anyRows(tensor, row);
      }
    }
  }

  /** Gives a value's first dimension a name instead of a length. */
  private static void anyBatch(ValueInfoProto.Builder value) {
    TensorShapeProto.Builder shape =
        value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    if (shape.getDimCount() > 0) {
      shape.getDimBuilder(0).setDimParam("batch");
    }
  }

  /** Makes a reshape's target one for any number of rows, unless its first dimension is not 1. */
  private static void anyRows(TensorProto.Builder tensor, List<TensorShapeProto.Dimension> row) {
    ByteBuffer target =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    if (target.capacity() < Long.BYTES || target.getLong(0) != 1) {
      return;
    }
    for (int i = 1; i < target.capacity() / Long.BYTES && i < row.size(); i++) {
      if (target.getLong(i * Long.BYTES) == -1) {
        target.putLong(i * Long.BYTES, row.get(i).getDimValue());
      }
    }
    target.putLong(0, -1);
    tensor.setRawData(ByteString.copyFrom(target.array()));
  }
}
