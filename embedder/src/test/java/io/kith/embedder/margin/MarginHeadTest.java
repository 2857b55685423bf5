package io.kith.embedder.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads in the engine beside plain double arithmetic. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class MarginHeadTest {

  private static final int BATCH = 6;
  private static final int CLASSES = 5;
  private static final int DIMENSION = 4;

  private NDManager manager;
  private final Random random = new Random(7);
  private final double[][] x = matrix(BATCH);
  private final int[] labels = {0, 1, 2, 3, 4, 0};

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> heads() {
    return Stream.of(
            Margin.none(),
            Margin.cosFace(0.35),
            Margin.arcFace(0.5),
            Margin.sphereFace(4),
            Margin.sphereFace(1.35),
            new Margin(1.1, 0.3, 0.1))
        .flatMap(
            margin ->
                Stream.of(1, 3)
                    .flatMap(
                        centres ->
                            Stream.of(0.0, 5.0)
                                .map(lambda -> Arguments.of(margin, centres, lambda))));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void lossAndGradientsAreThoseOfPlainArithmetic(Margin margin, int centres, double lambda) {
    double s = 8;
    double[][] w = matrix(CLASSES * centres);
    try (MarginHead head =
        new MarginHead(manager, CLASSES, centres, DIMENSION, margin, Scale.fixed(s), 1)) {
      set(head, w);
      NDArray embeddings = array(x);
      embeddings.setRequiresGradient(true);
      double loss = loss(head, embeddings, new Strength(1, lambda));

      assertThat(loss)
          .isEqualTo(ReferenceLoss.of(x, w, labels, centres, margin, s, lambda), within(1e-5));
      assertGradient(
          embeddings, x, () -> ReferenceLoss.of(x, w, labels, centres, margin, s, lambda));
      assertGradient(
          weights(head), w, () -> ReferenceLoss.of(x, w, labels, centres, margin, s, lambda));
    }
  }

  /** Central differences of the plain loss beside the engine's gradient. */
  private static void assertGradient(NDArray of, double[][] values, DoubleSupplier loss) {
    float[] gradient = of.getGradient().toFloatArray();
    double step = 1e-5;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        double kept = values[i][j];
        values[i][j] = kept + step;
        double above = loss.getAsDouble();
        values[i][j] = kept - step;
        double below = loss.getAsDouble();
        values[i][j] = kept;
        assertThat((double) gradient[i * values[i].length + j])
            .as("gradient of [%d, %d]", i, j)
            .isEqualTo((above - below) / (2 * step), within(2e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.kith.embedder.margin.MarginTest#margins")
  void withoutItsMarginEachHeadIsNormFaceExactly(Margin margin) {
    try (MarginHead head = head(margin);
        MarginHead normFace = head(Margin.none())) {
      NDArray labelled = manager.create(new long[] {0, 1, 2, 3, 4, 0});

      assertThat(head.logits(array(x), labelled, new Strength(0, 0)).toFloatArray())
          .isEqualTo(normFace.logits(array(x), labelled, Strength.full()).toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("io.kith.embedder.margin.MarginTest#margins")
  void lossAndGradientAreFiniteAtTheEndsAndForAZeroEmbedding(Margin margin) {
    double[][] w = matrix(CLASSES);
    double[][] odd = new double[BATCH][DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      odd[0][j] = w[0][j];
      odd[1][j] = -w[1][j];
      odd[2][j] = 1e-30;
      odd[4][j] = 1e6 * w[4][j];
    }
    try (MarginHead head = head(margin)) {
      set(head, w);
      NDArray embeddings = array(odd);
      embeddings.setRequiresGradient(true);

      assertThat(loss(head, embeddings, Strength.full())).isFinite();
      assertThat(embeddings.getGradient().isNaN().any().getBoolean()).isFalse();
      assertThat(embeddings.getGradient().isInfinite().any().getBoolean()).isFalse();
      assertThat(weights(head).getGradient().isNaN().any().getBoolean()).isFalse();
      assertThat(weights(head).getGradient().isInfinite().any().getBoolean()).isFalse();
    }
  }

  @Test
  void aLearnedScaleStartsWhereItWasToldAndLearns() {
    try (MarginHead head =
        new MarginHead(manager, CLASSES, 1, DIMENSION, Margin.none(), Scale.learned(8), 1)) {
      loss(head, array(x), Strength.full());

      assertThat(head.learnedScale().orElseThrow()).isEqualTo(8, within(1e-5));
      NDArray logScale = Objects.requireNonNull(head.parameters().get("logScale"));
      assertThat(logScale.getGradient().getFloat(0)).isNotZero();
    }
  }

  @Test
  void softmaxIsALinearClassifier() {
    try (SoftmaxHead head = new SoftmaxHead(manager, CLASSES, DIMENSION, 1)) {
      float[] w = Objects.requireNonNull(head.parameters().get("weights")).toFloatArray();
      float[] logits =
          head.logits(array(x), manager.create(new long[BATCH]), Strength.full()).toFloatArray();

      for (int i = 0; i < BATCH; i++) {
        for (int j = 0; j < CLASSES; j++) {
          double expected = 0;
          for (int d = 0; d < DIMENSION; d++) {
            expected += x[i][d] * w[j * DIMENSION + d];
          }
          assertThat((double) logits[i * CLASSES + j]).isEqualTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void concentrationTellsAConeFromSpreadDirections() {
    NDArray cone = array(new double[][] {{1, 0.01}, {1, 0}, {1, -0.01}}).normalize(2, 1);
    NDArray spread = array(new double[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}});

    assertThat(Head.concentration(cone)).isGreaterThan(0.99);
    assertThat(Head.concentration(spread)).isLessThan(1e-6);
  }

  @Test
  void leavesNothingBehindWithTheParametersManager() {
    try (MarginHead head = head(Margin.arcFace(0.3))) {
      int before = manager.getManagedArrays().size();
      for (int i = 0; i < 3; i++) {
        try (NDManager batch = manager.newSubManager()) {
          NDArray embeddings = array(x);
          embeddings.attach(batch);
          NDArray labelled = batch.create(new long[] {0, 1, 2, 3, 4, 0});
          head.logits(embeddings, labelled, Strength.full()).toFloatArray();
        }
      }

      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  private MarginHead head(Margin margin) {
    return new MarginHead(manager, CLASSES, 1, DIMENSION, margin, Scale.fixed(8), 1);
  }

  private double loss(Head head, NDArray embeddings, Strength strength) {
    NDArray labelled = manager.create(new long[] {0, 1, 2, 3, 4, 0});
    try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
      NDArray loss = Head.crossEntropy(head.logits(embeddings, labelled, strength), labelled);
      gradients.backward(loss);
      return loss.getFloat();
    }
  }

  private static NDArray weights(MarginHead head) {
    return Objects.requireNonNull(head.parameters().get("weights"));
  }

  private static void set(MarginHead head, double[][] values) {
    weights(head).set(floats(values));
  }

  private NDArray array(double[][] rows) {
    return manager.create(floats(rows), new Shape(rows.length, rows[0].length));
  }

  private static float[] floats(double[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return flat;
  }

  private double[][] matrix(int rows) {
    double[][] values = new double[rows][DIMENSION];
    for (double[] row : values) {
      for (int j = 0; j < DIMENSION; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
