package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.EmbedderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a detector that reports the whole image, and pixels as landmarks. */
class AlignedSubjectsTest {

  private static final String DETECTION =
      """
        - {name: detector.pt, sha256: %s}
      detection:
        detector: {file: detector.pt, engine: PyTorch, width: 8, height: 8, colour: RGB, mean: 0, scale: 255}
        minScore: 0.5
        maxOverlap: 0.5
        landmarks: {file: tiny.onnx, engine: OnnxRuntime, width: 8, height: 8, colour: RGB, mean: 0, scale: 255}
        points: [[0, 1], [2], [5]]
        template: [[2, 4], [6, 4], [4, 6]]
      embedding:""";

  @TempDir private Path folder;

  private Models models;

  @BeforeEach
  void putModel() throws IOException {
    models = new Models(folder, new EmbedderSettings(1), StageListener.NONE);
    TinyModel.put(folder, TinyOnnx.reshape(1, -1));
    byte[] detector = TinyTorchScript.wholeImage();
    Files.write(folder.resolve("tiny/detector.pt"), detector);
    replace("embedding:", DETECTION.formatted(Sha256.hex(detector)));
  }

  private void replace(String old, String by) throws IOException {
    Path card = folder.resolve("tiny/card.yml");
    String yaml = Files.readString(card);
    assertThat(yaml).contains(old);
    Files.writeString(card, yaml.replace(old, by));
  }

  @Test
  void aSubjectIsCutByItsLandmarks() {
    byte[] noise = new byte[3 * 32 * 32];
    new Random(5).nextBytes(noise);

    try (Embedder embedder = models.open(TinyModel.NAME)) {
      assertThat(embedder.embed(new DecodedImage(noise, 32, 32))).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 100, 211})
  void whatHasItsLandmarksInOnePlaceIsNoSubject(int value) {
    byte[] grey = new byte[3 * 32 * 32];
    Arrays.fill(grey, (byte) value);

    try (Embedder embedder = models.open(TinyModel.NAME)) {
      assertThat(embedder.embed(new DecodedImage(grey, 32, 32))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[5]]    | [-1]]       | detection.points",
        "[5]]    | []]         | detection.points",
        "[4, 6]] | [4]]        | detection.template",
        "[4, 6]] | [4, 6, 0]]  | detection.template",
        "[6, 4], [4, 6]] | [2, 4], [2, 4]] | detection.template"
      })
  void aCardWhoseLandmarksMakeNoSenseIsRefused(String good, String bad, String key)
      throws IOException {
    replace(good, bad);

    assertThatThrownBy(() -> models.card(TinyModel.NAME))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.problem()).isEqualTo(ModelException.Problem.BAD_CARD))
        .hasMessageContainingAll(key, "allowed");
  }
}
