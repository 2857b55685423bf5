package io.kith.embedder.training;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.kith.config.ModelCard;
import io.kith.embedder.backbone.Backbones;
import io.kith.embedder.margin.Head;
import io.kith.embedder.margin.MarginHead;
import io.kith.embedder.margin.Strength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * A network with its head while both are trained. Not safe for concurrent use: PyTorch collects
 * gradients of one computation at a time.
 */
final class TrainedNetwork implements AutoCloseable {

  private static final int INFERENCE_BATCH = 128;

  /** Most values of a batch, since a network keeps many times as many in between. */
  private static final int INFERENCE_VALUES = 1_000_000;

  private final NDManager manager = open();
  private final Block block;
  private final Head head;
  private final Optimiser optimiser;
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private final ModelCard.Network input;
  private final int dimension;
  private final int views;

  /**
   * Whether the network starts at a model's weights. Then its batch norms keep the statistics that
   * they have: those of few new images are worse.
   */
  private final boolean tuned;

  TrainedNetwork(Start start, int classes) {
    TrainingPlan plan = start.plan();
    // Gradients are recorded where a collector is open only; the engine sees to that in the thread
    // that it is started by, and no other.
    JniUtils.setGradMode(false);
    manager.getEngine().setRandomSeed((int) plan.seed());
    input = start.input();
    dimension = plan.network().backbone().dimension();
    views = plan.network().backbone().views();
    block = Backbones.block(input);
    Optional<byte[]> weights = start.weights();
    weights.ifPresentOrElse(
        this::load, () -> block.initialize(manager, DataType.FLOAT32, shape(1)));
    tuned = weights.isPresent();
    head = plan.loss().head().open(manager, classes, plan);
    Map<String, NDArray> learned = new LinkedHashMap<>();
    block
        .getParameters()
        .forEach(
            entry -> {
              NDArray array = entry.getValue().getArray();
              state.put("backbone." + entry.getKey(), array);
              if (entry.getValue().requiresGradient()) {
                array.setRequiresGradient(true);
                learned.put("backbone." + entry.getKey(), array);
              }
            });
    head.parameters().forEach((name, array) -> learned.put("head." + name, array));
    state.putAll(learned);
    optimiser =
        new Optimiser(
            manager, learned, TrainingPlan.Schedule.MOMENTUM, plan.schedule().weightDecay());
    optimiser.velocities().forEach((name, array) -> state.put("velocity." + name, array));
  }

  /* The engine reads its number of threads once, when it is first asked for: all cores where one network is trained. */
  private static NDManager open() {
    if (System.getProperty("ai.djl.pytorch.num_threads") == null) {
      System.setProperty(
          "ai.djl.pytorch.num_threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
    }
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  private void load(byte[] weights) {
    try {
      block.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(weights)));
    } catch (IOException | MalformedModelException e) {
      throw new TrainingException("the weights to start from cannot be loaded: " + e, e);
    }
  }

  private Shape shape(int batch) {
    return new Shape(batch, input.channels(), input.height(), input.width());
  }

  /**
   * One step of the optimiser.
   *
   * @return the batch's loss before it
   */
  double step(Batches.Batch batch, Strength strength, double learningRate) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray images = scope.create(FloatBuffer.wrap(batch.values()), shape(batch.labels().length));
      NDArray labels = scope.create(batch.labels());
      NDArray loss;
      try (GradientCollector gradients = scope.getEngine().newGradientCollector()) {
        NDArray embeddings = forward(Backbones.oneView(block), scope, images, !tuned);
        loss = Head.crossEntropy(head.logits(embeddings, labels, strength), labels);
        gradients.backward(loss);
      }
      optimiser.step(learningRate);
      return loss.getFloat();
    }
  }

  /**
   * Whether every number that a step changes is one. A step whose loss was finite may have spoilt
   * them, which the next would find out.
   */
  boolean isFinite() {
    return state.values().stream().allMatch(TrainedNetwork::isFinite);
  }

  private static boolean isFinite(NDArray array) {
    try (NDArray sum = array.sum()) {
      return Float.isFinite(sum.getFloat());
    }
  }

  private static NDArray forward(Block network, NDManager scope, NDArray images, boolean training) {
    return network
        .forward(new ParameterStore(scope, false), new NDList(images), training)
        .singletonOrThrow();
  }

  /**
   * Embeddings of L2 norm 1.
   *
   * @param inputs {@code [images][channels x height x width]}
   */
  float[][] embed(float[][] inputs) {
    return run(inputs, embeddings -> embeddings.normalize(2, 1));
  }

  /** Embeddings as the backbone gives them, of any norm. */
  float[][] features(float[][] inputs) {
    return run(inputs, features -> features);
  }

  private float[][] run(float[][] inputs, UnaryOperator<NDArray> last) {
    float[][] embeddings = new float[inputs.length][];
    int size = (int) shape(1).size();
    int batch = Math.clamp(INFERENCE_VALUES / size, 1, INFERENCE_BATCH);
    for (int from = 0; from < inputs.length; from += batch) {
      int count = Math.min(batch, inputs.length - from);
      float[] values = new float[count * size];
      for (int i = 0; i < count; i++) {
        System.arraycopy(inputs[from + i], 0, values, i * size, size);
      }
      try (NDManager scope = manager.newSubManager()) {
        NDArray images = scope.create(FloatBuffer.wrap(values), shape(count));
        float[] output = last.apply(forward(block, scope, images, false)).toFloatArray();
        System.arraycopy(rows(output, views * dimension), 0, embeddings, from, count);
      }
    }
    return embeddings;
  }

  /**
   * Lets the head start at directions of its classes.
   *
   * @param directions {@code [classes][dimension]}, each of L2 norm 1
   */
  void aim(float[][] directions) {
    head.aim(directions);
  }

  /**
   * Lets the network give a linear map of its embeddings, for good: what was trained with it, the
   * head, is then of no more use.
   *
   * @param map {@code [dimension][dimension]}
   */
  void map(float[][] map) {
    Backbones.map(block, map);
  }

  /** How near all classes' directions are to one; see {@link Head#concentration}. */
  double concentration() {
    try (NDArray directions = head.directions()) {
      return Head.concentration(directions);
    }
  }

  /** The scale s that the head has learned so far; empty where it learns none. */
  OptionalDouble learnedScale() {
    return head instanceof MarginHead margin ? margin.learnedScale() : OptionalDouble.empty();
  }

  /** Directions of the classes, {@code [classes][dimension]}, each of L2 norm 1. */
  float[][] directions() {
    try (NDArray directions = head.directions()) {
      return rows(directions.toFloatArray(), dimension);
    }
  }

  private static float[][] rows(float[] flat, int length) {
    float[][] rows = new float[flat.length / length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
    }
    return rows;
  }

  /** Everything that a step changes, by name, always in the same order. */
  Map<String, NDArray> state() {
    return state;
  }

  /** Number of native arrays held; a step leaves it as it was. */
  int arrays() {
    return manager.getManagedArrays().size();
  }

  /** The network's weights as model files hold them. */
  byte[] weights() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      block.saveParameters(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    head.close();
    manager.close();
  }
}
