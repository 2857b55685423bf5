package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.LimitSettings;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real model on real photographs. */
class FacesTest {

  /** Cosine that two pictures of one face exceed, and of two faces do not. */
  private static final double SAME_FACE = .5;

  private final Map<Stage, Duration> stages = new ConcurrentHashMap<>();
  private Embedder embedder;

  /** Before each test, not before all: surefire does not count a class that is skipped whole. */
  @BeforeEach
  void open() {
    embedder = RealModel.models(stages::put).open("faces");
  }

  @AfterEach
  void close() {
    if (embedder != null) {
      embedder.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "3, 3", "4, 4", "5, 5", "6, 4"})
  void findsEachFaceOfAGroup(int photograph, int faces) throws IOException {
    DecodedImage image = decode(RealModel.photograph(photograph));

    List<Subject> subjects = embedder.embed(image);

    assertThat(subjects).hasSize(faces);
    assertThat(subjects)
        .extracting(subject -> box(subject).prominence(image.width(), image.height()))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    for (Subject subject : subjects) {
      assertThat(subject.score()).isBetween(.65, 1.0);
      assertThat(subject.embedding().norm()).isGreaterThan(1);
      assertThat(dot(subject.embedding(), subject.embedding())).isCloseTo(1, within(1e-4));
      Box box = box(subject);
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(image.width());
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(image.height());
    }
    for (int i = 0; i < faces; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(dot(subjects.get(i).embedding(), subjects.get(j).embedding()))
            .isLessThan(SAME_FACE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, .5, .25})
  void embedsAFaceAlikeAtAnySize(double scale) throws IOException {
    BufferedImage photograph = image(1);
    List<Subject> whole = embedder.embed(decode(RealModel.photograph(1)));
    BufferedImage scaled =
        draw(photograph, (int) (scale * 1920), (int) (scale * 1280), 0, 0, scale);

    List<Subject> subjects = embedder.embed(decode(ImageFiles.write(scaled, "jpg")));

    assertThat(subjects).hasSize(3);
    for (Subject subject : subjects) {
      assertThat(best(subject, whole)).isGreaterThan(.8);
    }
  }

  /**
   * A tenth of the face's width beside it: 21 of the 22 faces are kept; the detector takes part of
   * one for a face.
   */
  @Test
  void closeCropsKeepTheirIdentity() throws IOException {
    int kept = 0;
    for (int photograph = 1; photograph <= 6; photograph++) {
      for (Subject subject : embedder.embed(decode(RealModel.photograph(photograph)))) {
        Box box = box(subject);
        int margin = box.width() / 10;
        int width = box.width() + 2 * margin;
        int height = box.height() + 2 * margin;
        BufferedImage crop =
            image(photograph).getSubimage(box.x() - margin, box.y() - margin, width, height);
        byte[] copy = ImageFiles.write(draw(crop, width, height, 0, 0, 1), "png");
        List<Subject> found = embedder.embed(decode(copy));
        if (!found.isEmpty()
            && dot(found.getFirst().embedding(), subject.embedding()) > SAME_FACE) {
          kept++;
        }
      }
    }

    assertThat(kept).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"800, 200", "200, 800", "900, 200"})
  void findsAFaceInAFarWiderOrTallerImage(int width, int height) throws IOException {
    List<Subject> whole = embedder.embed(decode(RealModel.photograph(3)));
    Box box = box(whole.getFirst());
    double scale = 100.0 / box.height();
    BufferedImage canvas =
        draw(
            image(3).getSubimage(box.x() - 80, box.y() - 80, box.width() + 160, box.height() + 160),
            width,
            height,
            width / 3,
            height / 4,
            scale);

    List<Subject> found = embedder.embed(decode(ImageFiles.write(canvas, "png")));

    assertThat(found).hasSize(1);
    assertThat(dot(found.getFirst().embedding(), whole.getFirst().embedding())).isGreaterThan(.8);
  }

  @Test
  void aPhotographTurnedByExifGivesTheSameFaces() throws IOException {
    BufferedImage upright = image(3);
    BufferedImage turned =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < upright.getHeight(); y++) {
      for (int x = 0; x < upright.getWidth(); x++) {
        turned.setRGB(y, upright.getWidth() - 1 - x, upright.getRGB(x, y));
      }
    }
    List<Subject> expected = embedder.embed(decode(RealModel.photograph(3)));

    // Orientation 6: the camera was turned; the stored picture stands upright after a quarter turn
    // clockwise.
    List<Subject> subjects =
        embedder.embed(decode(ImageFiles.withOrientation(ImageFiles.write(turned, "jpg"), 6)));

    assertThat(subjects).hasSize(3);
    for (Subject subject : subjects) {
      assertThat(best(subject, expected)).isGreaterThan(.95);
    }
  }

  @Test
  void findsNobodyWhereNobodyIs() {
    byte[] grey = new byte[3 * 200 * 300];
    Arrays.fill(grey, (byte) 120);
    byte[] noise = new byte[3 * 200 * 300];
    new Random(5).nextBytes(noise);

    assertThat(embedder.embed(new DecodedImage(grey, 200, 300))).isEmpty();
    assertThat(embedder.embed(new DecodedImage(noise, 200, 300))).isEmpty();
  }

  @Test
  void facesEmbeddedTogetherAreAsFacesEmbeddedAlone() throws IOException {
    byte[] file = RealModel.file("fr_feature.onnx");
    try (EmbeddingNetwork network = EmbeddingNetwork.load(embedder.card(), file)) {
      Pyramid image = new Pyramid(decode(RealModel.photograph(5)));
      List<Sighting> sightings = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        sightings.add(new Sighting(null, 1, new Affine(1, 0, 60 * i, 0, 1, 40 * i)));
      }
      List<Embedding> together = network.embed(image, sightings, new StageClock());
      for (int i = 0; i < sightings.size(); i++) {
        Embedding alone =
            network.embed(image, List.of(sightings.get(i)), new StageClock()).getFirst();
        assertThat(dot(alone, together.get(i))).isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void callsAtTheSameTimeGiveWhatOneGives() throws Exception {
    DecodedImage image = decode(RealModel.photograph(2));
    List<Subject> expected = embedder.embed(image);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<Subject>>> calls = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        calls.add(threads.submit(() -> embedder.embed(image)));
      }
      for (Future<List<Subject>> call : calls) {
        assertThat(call.get()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(call.get().get(i).box()).isEqualTo(expected.get(i).box());
          assertThat(call.get().get(i).embedding().vector())
              .containsExactly(expected.get(i).embedding().vector());
        }
      }
    }
  }

  @Test
  void tellsTheTimeOfEachNetwork() throws IOException {
    embedder.embed(decode(RealModel.photograph(1)));

    assertThat(stages)
        .containsOnlyKeys(Stage.WAIT, Stage.PREPARE, Stage.DETECT, Stage.LANDMARKS, Stage.EMBED);
    assertThat(stages.get(Stage.DETECT)).isPositive();
  }

  private static DecodedImage decode(byte[] encoded) {
    return DecodedImage.decode(encoded, LimitSettings.DEFAULT);
  }

  private static BufferedImage image(int number) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(RealModel.photograph(number)));
  }

  private static BufferedImage draw(
      BufferedImage image, int width, int height, int x, int y, double scale) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(
        image, x, y, (int) (image.getWidth() * scale), (int) (image.getHeight() * scale), null);
    graphics.dispose();
    return canvas;
  }

  private static Box box(Subject subject) {
    return Objects.requireNonNull(subject.box());
  }

  private static double best(Subject subject, List<Subject> others) {
    return others.stream()
        .mapToDouble(other -> dot(subject.embedding(), other.embedding()))
        .max()
        .orElseThrow();
  }

  private static double dot(Embedding one, Embedding other) {
    float[] a = one.vector();
    float[] b = other.vector();
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}
