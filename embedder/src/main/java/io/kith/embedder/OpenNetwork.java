package io.kith.embedder;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.kith.config.ModelCard;
import io.kith.embedder.backbone.Backbones;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A network loaded into its engine, on the CPU: {@code float[]} in, {@code float[]} out, nothing
 * native leaves.
 *
 * <p>Safe for concurrent use; a call runs on one thread.
 */
final class OpenNetwork implements AutoCloseable {

  private final ModelCard.Network card;
  private final Model model;

  private OpenNetwork(ModelCard.Network card, Model model) {
    this.card = card;
    this.model = model;
  }

  /**
   * Loads a network.
   *
   * @param card what it expects
   * @param file the bytes of its file
   * @throws ModelException when the engine does not start here, or cannot load it
   */
  static OpenNetwork load(ModelCard.Network card, byte[] file) {
    Model model = start(card.file(), engine(card.engine()));
    try {
      if (card.backbone() == null) {
        model.load(
            new ByteArrayInputStream(file),
            Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
      } else {
        Block block = Backbones.block(card);
        block.loadParameters(
            model.getNDManager(), new DataInputStream(new ByteArrayInputStream(file)));
        model.setBlock(block);
      }
      return new OpenNetwork(card, model);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw failure(card, "cannot be loaded", e);
    }
  }

  /* Where its native library is missing or does not fit, an engine throws whatever it met. */
  private static Model start(String name, String engine) {
    try {
      return Model.newInstance(name, Device.cpu(), engine);
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException(
          ModelException.Problem.ENGINE_FAILED,
          "engine %s does not start here: %s; the README says which systems it is packaged for"
              .formatted(engine, e.getMessage()),
          e);
    }
  }

  /** The engine's name; engines read these settings once, when they are first asked for. */
  private static String engine(ModelCard.Engine engine) {
    return switch (engine) {
      case ONNX_RUNTIME -> {
        // Otherwise it looks for a second engine to do arithmetic with, and loads PyTorch.
        setUnlessGiven("ai.djl.onnx.disable_alternative", "true");
        yield "OnnxRuntime";
      }
      case PYTORCH, KITH -> {
        setUnlessGiven("ai.djl.pytorch.num_threads", "1");
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
        yield "PyTorch";
      }
    };
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Runs the network.
   *
   * @param values inputs {@code [batch, channels, height, width]}, row-major
   * @param batch number of inputs
   * @return each output, row-major
   * @throws ModelException when the engine fails
   */
  List<float[]> run(float[] values, int batch) {
    Shape shape = new Shape(batch, card.channels(), card.height(), card.width());
    try (Arena arena = Arena.ofConfined();
        NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input =
          manager.create(
              arena
                  .allocateFrom(ValueLayout.JAVA_FLOAT, values)
                  .asByteBuffer()
                  .order(ByteOrder.nativeOrder()),
              shape,
              DataType.FLOAT32);
      NDList outputs =
          model.getBlock().forward(new ParameterStore(manager, false), new NDList(input), false);
      outputs.attach(manager);
      return outputs.stream().map(NDArray::toFloatArray).toList();
    } catch (RuntimeException e) {
      throw failure(card, "failed on a batch of " + batch, e);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  private static ModelException failure(ModelCard.Network card, String what, Exception cause) {
    return new ModelException(
        ModelException.Problem.ENGINE_FAILED,
        "network %s %s with engine %s: %s"
            .formatted(card.file(), what, card.engine(), cause.getMessage()),
        cause);
  }
}
