package io.kith.embedder.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.kith.config.ModelCard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chen et al. 2018, table 1. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class MobileFaceNetTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    manager.getEngine().setRandomSeed(1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void hasTheParametersOfThePapersTable() {
    Block block = initialised(64, 128, 112, 112);
    long learned =
        block.getParameters().values().stream()
            .filter(Parameter::requiresGradient)
            .mapToLong(parameter -> parameter.getArray().size())
            .sum();

    assertThat(learned).isEqualTo(ofTable(64, 128));
    // "0.99 million parameters" in the paper.
    assertThat(learned / 1e6).isEqualTo(0.99, within(0.02));
  }

  /** Kernels, two values a channel for each batch norm, one for each rectifier. */
  private static long ofTable(int width, int dimension) {
    long all = 3L * 9 * width + 3L * width + 9L * width + 3L * width;
    // t, channels in, channels out, n
    int[][] rows = {
      {2, width, width, 5},
      {4, width, 2 * width, 1},
      {2, 2 * width, 2 * width, 6},
      {4, 2 * width, 2 * width, 1},
      {2, 2 * width, 2 * width, 2}
    };
    for (int[] row : rows) {
      long inside = (long) row[0] * row[1];
      long one = row[1] * inside + 3 * inside + 9 * inside + 3 * inside;
      all += row[3] * (one + inside * row[2] + 2L * row[2]);
    }
    int last = 8 * width;
    return all
        + 2L * width * last
        + 3L * last
        + 49L * last
        + 2L * last
        + (long) last * dimension
        + 2L * dimension;
  }

  @Test
  void takesOtherSizesThanThePapers() {
    Block block = initialised(16, 16, 60, 48);

    try (NDArray input = manager.zeros(new Shape(3, 3, 60, 48))) {
      assertThat(forward(block, input, false).getShape()).isEqualTo(new Shape(3, 16));
    }
  }

  @Test
  void gradientsReachEveryWeight() {
    Block block = initialised(16, 16, 32, 32);
    block.getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
    NDArray input = manager.randomNormal(new Shape(4, 3, 32, 32));

    try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
      gradients.backward(forward(block, input, true).abs().sum());
    }

    block
        .getParameters()
        .forEach(
            each -> {
              if (each.getValue().requiresGradient()) {
                NDArray gradient = each.getValue().getArray().getGradient();
                assertThat(gradient.abs().sum().getFloat())
                    .as(each.getKey())
                    .isFinite()
                    .isPositive();
              }
            });
  }

  @Test
  void weightsComeBackAsTheyWere() throws IOException, MalformedModelException {
    NDArray input = manager.randomNormal(new Shape(2, 3, 32, 32));
    Block block = initialised(16, 16, 32, 32);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.saveParameters(new DataOutputStream(bytes));
    Block read = Backbones.block(network(16, 16, 32, 32));
    read.loadParameters(
        manager, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(forward(read, input, false).toFloatArray())
        .containsExactly(forward(block, input, false).toFloatArray());
  }

  @Test
  void aForwardPassLeavesNothingButItsOutput() {
    Block block = initialised(16, 16, 32, 32);
    NDArray input = manager.randomNormal(new Shape(1, 3, 32, 32));
    int before = manager.getManagedArrays().size();

    try (NDManager scope = manager.newSubManager()) {
      NDArray own = input.duplicate();
      own.attach(scope);
      forward(block, own, false);

      // The input, the output, and what a change of shape keeps of it.
      assertThat(scope.getManagedArrays().size()).isLessThan(6);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void rectifierFollowsItsFormula() {
    Prelu prelu = new Prelu(2);
    prelu.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 1, 3));
    prelu.getParameters().valueAt(0).getArray().set(new float[] {0.5f, -2});
    NDArray input = manager.create(new float[] {-4, 0, 4, -4, 0, 4}, new Shape(1, 2, 1, 3));

    assertThat(forward(prelu, input, false).toFloatArray()).containsExactly(-2, 0, 4, 8, 0, 4);
  }

  private Block initialised(int width, int dimension, int height, int columns) {
    Block block = Backbones.block(network(width, dimension, height, columns));
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, height, columns));
    return block;
  }

  private static ModelCard.Network network(int width, int dimension, int height, int columns) {
    return new ModelCard.Network(
        "none",
        ModelCard.Engine.KITH,
        columns,
        height,
        ModelCard.Colour.BGR,
        127.5,
        128,
        new ModelCard.Backbone(ModelCard.Backbone.Kind.MOBILEFACENET, width, dimension, 1),
        ModelCard.Frame.IMAGE);
  }

  private NDArray forward(Block block, NDArray input, boolean training) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(input), training)
        .singletonOrThrow();
  }
}
