package io.kith.embedder.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.config.ModelCard;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A {@link MobileFaceNet} in an ONNX file, whose batch norms were folded into its convolutions, as
 * exporters do. Immutable.
 *
 * <p>Its weights are taken in the order of the graph's nodes. That the nodes are connected as ours
 * is not seen here: whoever takes the weights has to compare what both networks answer.
 */
public final class OnnxMobileFaceNet {

  /*
   * A folded convolution has a bias b. With a batch norm after it that keeps mean 0, variance
   * 1 and factor 1, and has offset b, it is the same function; so one block serves networks that
   * are trained from the start and those that are taken over.
   */

  private final ModelCard.Backbone backbone;
  private final List<TensorProto> tensors;

  private OnnxMobileFaceNet(ModelCard.Backbone backbone, List<TensorProto> tensors) {
    this.backbone = backbone;
    this.tensors = tensors;
  }

  /**
   * Reads a file.
   *
   * @return empty when it holds anything but convolutions with a bias, rectifiers, sums, and
   *     changes of shape, or is narrower or wider than a backbone can be
   */
  public static Optional<OnnxMobileFaceNet> read(byte[] onnx) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    Map<String, TensorProto> constants =
        model.getGraph().getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
    List<TensorProto> tensors = new ArrayList<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      List<TensorProto> own =
          node.getInputList().stream().filter(constants::containsKey).map(constants::get).toList();
      int expected =
          switch (node.getOpType()) {
            case "Conv" -> 2;
            case "PRelu" -> 1;
            case "Add" -> 0;
            case "Reshape", "Flatten" -> own.size();
            default -> -1;
          };
      if (own.size() != expected) {
        return Optional.empty();
      }
      own.stream()
          .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber())
          .forEach(tensors::add);
    }
    return tensors.isEmpty() || tensors.getFirst().getDimsCount() != 4
        ? Optional.empty()
        : backbone(tensors).map(backbone -> new OnnxMobileFaceNet(backbone, tensors));
  }

  /** Judged by the channels of the first and of the last layer. */
  private static Optional<ModelCard.Backbone> backbone(List<TensorProto> tensors) {
    int dimension = tensors.getLast().getRawData().size() / Float.BYTES;
    try {
      return Optional.of(
          new ModelCard.Backbone(
              ModelCard.Backbone.Kind.MOBILEFACENET,
              (int) tensors.getFirst().getDims(0),
              dimension,
              1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The backbone that it is, if its weights fit. */
  public ModelCard.Backbone backbone() {
    return backbone;
  }

  /**
   * Its weights as files of Kith's own networks hold them.
   *
   * @param network its input, with {@link #backbone}
   * @return empty when its layers are not of that backbone's shapes
   */
  public Optional<byte[]> weights(ModelCard.Network network) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Block block = Backbones.block(network);
      block.initialize(
          manager,
          DataType.FLOAT32,
          new Shape(1, network.channels(), network.height(), network.width()));
      Iterator<TensorProto> next = tensors.iterator();
      for (Parameter parameter : block.getParameters().values()) {
        boolean fits =
            switch (parameter.getType()) {
              case WEIGHT, BETA, OTHER -> next.hasNext() && set(parameter.getArray(), next.next());
              case RUNNING_VAR -> {
                NDArray variance = parameter.getArray();
                variance.set(variance.onesLike().sub(Backbones.EPSILON).toFloatArray());
                yield true;
              }
              default -> true;
            };
        if (!fits) {
          return Optional.empty();
        }
      }
      return next.hasNext() ? Optional.empty() : Optional.of(bytes(block));
    }
  }

  private static boolean set(NDArray array, TensorProto tensor) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[raw.remaining() / Float.BYTES];
    if (values.length != array.size()) {
      return false;
    }
    raw.asFloatBuffer().get(values);
    array.set(values);
    return true;
  }

  private static byte[] bytes(Block block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      block.saveParameters(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
