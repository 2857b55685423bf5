package io.kith.embedder;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
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
   * An ONNX file is a protobuf message (onnx.proto3). It is edited as unknown fields, by number,
   * so that no generated classes of the whole format are needed and every field that is not
   * edited stays as it was:
   *
   *   ModelProto      7 graph
   *   GraphProto      1 node*   5 initializer*   11 input*   12 output*   13 value_info*
   *   NodeProto       1 input*  2 output*        4 op_type
   *   TensorProto     8 name    9 raw_data
   *   ValueInfoProto  1 name    2 type
   *   TypeProto       1 tensor_type -> 2 shape -> 1 dim* -> 1 dim_value | 2 dim_param
   *
   * Inputs and outputs of the graph get a named first dimension. A reshape to a constant [1,
   * ...] would still force one row: it becomes [-1, ...], and where a -1 ("whatever is left
   * over") stood elsewhere in it, the length that the graph declares for that output goes there.
   * Shapes noted for values in between are dropped: the runtime infers them again.
   */
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int VALUE_INFO = 13;

  private static final int NAME = 1;
  private static final int[] TYPE_TO_SHAPE = {2, 1, 2};
  private static final int DIM = 1;
  private static final int DIM_VALUE = 1;
  private static final int DIM_PARAM = 2;

  private static final int TENSOR_NAME = 8;
  private static final int RAW_DATA = 9;

  private OnnxBatch() {}

  /**
   * The network with a first dimension of any length.
   *
   * @param model an ONNX file
   * @return the edited file; empty when these bytes are none
   */
  static Optional<byte[]> dynamic(byte[] model) {
    try {
      return Optional.of(
          edit(UnknownFieldSet.parseFrom(model), GRAPH, OnnxBatch::graph).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static UnknownFieldSet graph(UnknownFieldSet graph)
      throws InvalidProtocolBufferException {
    Map<ByteString, List<Long>> declared = new HashMap<>();
    for (UnknownFieldSet output : messages(graph, OUTPUT)) {
      declared.put(bytes(output, NAME), lengths(output));
    }
    Map<ByteString, List<Long>> rowOfShape = new HashMap<>();
    for (UnknownFieldSet node : messages(graph, NODE)) {
      List<ByteString> inputs = node.getField(1).getLengthDelimitedList();
      if (bytes(node, 4).toStringUtf8().equals("Reshape") && inputs.size() == 2) {
        rowOfShape.put(inputs.get(1), declared.getOrDefault(bytes(node, 2), List.of()));
      }
    }
    UnknownFieldSet edited = graph.toBuilder().clearField(VALUE_INFO).build();
    edited = edit(edited, INPUT, OnnxBatch::withBatch);
    edited = edit(edited, OUTPUT, OnnxBatch::withBatch);
    return edit(
        edited,
        INITIALIZER,
        tensor -> {
          List<Long> row = rowOfShape.get(bytes(tensor, TENSOR_NAME));
          return row == null ? tensor : anyRows(tensor, row);
        });
  }

  /** A value whose first dimension has a name instead of a length. */
  private static UnknownFieldSet withBatch(UnknownFieldSet value)
      throws InvalidProtocolBufferException {
    return editAlong(value, TYPE_TO_SHAPE, 0);
  }

  private static UnknownFieldSet editAlong(UnknownFieldSet message, int[] path, int step)
      throws InvalidProtocolBufferException {
    if (step < path.length) {
      return edit(message, path[step], inner -> editAlong(inner, path, step + 1));
    }
    List<ByteString> dims = new ArrayList<>(message.getField(DIM).getLengthDelimitedList());
    if (!dims.isEmpty()) {
      Field batch = Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("batch")).build();
      dims.set(0, UnknownFieldSet.newBuilder().addField(DIM_PARAM, batch).build().toByteString());
    }
    return with(message, DIM, dims);
  }

  /** The lengths of a value's dimensions, 0 where one has no fixed length. */
  private static List<Long> lengths(UnknownFieldSet value) throws InvalidProtocolBufferException {
    UnknownFieldSet shape = value;
    for (int field : TYPE_TO_SHAPE) {
      shape = UnknownFieldSet.parseFrom(bytes(shape, field));
    }
    List<Long> lengths = new ArrayList<>();
    for (UnknownFieldSet dim : messages(shape, DIM)) {
      lengths.add(dim.getField(DIM_VALUE).getVarintList().stream().findFirst().orElse(0L));
    }
    return lengths;
  }

  /** A reshape's target for any number of rows; as it was where the first dimension is not 1. */
  private static UnknownFieldSet anyRows(UnknownFieldSet tensor, List<Long> declared) {
    ByteString raw = bytes(tensor, RAW_DATA);
    ByteBuffer target = ByteBuffer.allocate(raw.size()).order(ByteOrder.LITTLE_ENDIAN);
    raw.copyTo(target);
    if (raw.size() < Long.BYTES || target.getLong(0) != 1) {
      return tensor;
    }
    for (int i = 1; i < raw.size() / Long.BYTES && i < declared.size(); i++) {
      if (target.getLong(i * Long.BYTES) == -1) {
        target.putLong(i * Long.BYTES, declared.get(i));
      }
    }
    target.putLong(0, -1);
    return with(tensor, RAW_DATA, List.of(ByteString.copyFrom(target.flip())));
  }

  private interface Edit {
    UnknownFieldSet of(UnknownFieldSet message) throws InvalidProtocolBufferException;
  }

  /** The message with each value of a field edited. */
  private static UnknownFieldSet edit(UnknownFieldSet message, int field, Edit edit)
      throws InvalidProtocolBufferException {
    List<ByteString> values = new ArrayList<>();
    for (UnknownFieldSet value : messages(message, field)) {
      values.add(edit.of(value).toByteString());
    }
    return with(message, field, values);
  }

  private static UnknownFieldSet with(UnknownFieldSet message, int field, List<ByteString> values) {
    if (values.isEmpty()) {
      return message;
    }
    Field.Builder replaced = Field.newBuilder();
    values.forEach(replaced::addLengthDelimited);
    return message.toBuilder().clearField(field).addField(field, replaced.build()).build();
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
      throws InvalidProtocolBufferException {
    List<UnknownFieldSet> values = new ArrayList<>();
    for (ByteString value : message.getField(field).getLengthDelimitedList()) {
      values.add(UnknownFieldSet.parseFrom(value));
    }
    return values;
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
  }
}
