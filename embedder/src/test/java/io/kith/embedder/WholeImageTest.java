package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model without detection, run by the real engine: its network gives the input it sees. */
class WholeImageTest {

  private final Map<Stage, Duration> stages = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private Models models;

  @BeforeEach
  void putModel() throws IOException {
    TinyModel.put(folder, TinyOnnx.reshape(1, -1));
    models = new Models(folder, new EmbedderSettings(1), stages::put);
  }

  @Test
  void embedsTheWholeImageAsOneSubject() {
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      assertThat(embedder.embed(image(8, 8)))
          .singleElement()
          .satisfies(
              subject -> {
                assertThat(subject.box()).isNull();
                assertThat(subject.score()).isEqualTo(1);
                assertThat(subject.embedding().dimension()).isEqualTo(embedder.dimension());
              });
    }
  }

  @Test
  void givesTheNetworkColoursAndScaleAsTheCardSays() {
    DecodedImage image = image(8, 8);
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      Embedding embedding = embedder.embed(image).getFirst().embedding();
      float[] vector = embedding.vector();
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < 64; i++) {
          int stored = image.bgr()[3 * i + 2 - channel] & 0xff;
          assertThat(vector[64 * channel + i] * embedding.norm())
              .isCloseTo((stored - 127.5) / 128, within(1e-4));
        }
      }
    }
  }

  @Test
  void keepsProportionsAndRepeatsTheEdgeBeside() {
    DecodedImage wide = image(16, 8);
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      Embedding embedding = embedder.embed(wide).getFirst().embedding();
      float[] vector = embedding.vector();
      // Half as high as the input: rows 2 to 5 hold the image, rows 0 and 1 repeat its upper edge.
      assertThat(vector[0]).isEqualTo(vector[8]);
      assertThat(vector[56]).isEqualTo(vector[48]);
      assertThat(vector[8 * 2]).isNotEqualTo(vector[8 * 3]);
    }
  }

  /** 40 x 40 pixels of ink anywhere on any paper fill 0.8 of the input, in the middle. */
  @Test
  void fitsADrawingByItsInk() {
    SubjectInput input =
        SubjectInput.wholeImage(
            new ModelCard.Network(
                "n",
                ModelCard.Engine.PYTORCH,
                20,
                20,
                ModelCard.Colour.GREY,
                0,
                1,
                null,
                ModelCard.Frame.DRAWING));
    float[] first = values(input, square(100, 80, 4, 30, 40));

    assertThat(values(input, square(90, 120, 46, 80, 40))).isEqualTo(first);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        boolean ink = x >= 2 && x < 18 && y >= 2 && y < 18;
        assertThat(first[y * 20 + x]).isCloseTo(ink ? 0 : 255, within(1f));
      }
    }
  }

  private static float[] values(SubjectInput input, DecodedImage image) {
    return input.cut(image).orElseThrow().values();
  }

  private static DecodedImage square(int width, int height, int left, int top, int side) {
    byte[] bgr = new byte[3 * width * height];
    Arrays.fill(bgr, (byte) 255);
    for (int y = top; y < top + side; y++) {
      Arrays.fill(bgr, 3 * (y * width + left), 3 * (y * width + left + side), (byte) 0);
    }
    return new DecodedImage(bgr, width, height);
  }

  @Test
  void tellsWhereTheTimeWent() {
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      embedder.embed(image(8, 8));
    }

    assertThat(stages).containsOnlyKeys(Stage.WAIT, Stage.PREPARE, Stage.EMBED);
    assertThat(stages.get(Stage.EMBED)).isPositive();
  }

  @Test
  void refusesToEmbedOnceClosedAndClosesTwice() {
    Embedder embedder = models.open(TinyModel.NAME);
    embedder.close();
    embedder.close();

    assertThatThrownBy(() -> embedder.embed(image(8, 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anInterruptedCallerDoesNotWait() {
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> embedder.embed(image(8, 8)))
          .isInstanceOfSatisfying(
              ModelException.class,
              e -> assertThat(e.problem()).isEqualTo(ModelException.Problem.INTERRUPTED));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static DecodedImage image(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) (i * 31);
    }
    return new DecodedImage(bgr, width, height);
  }
}
