package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.EmbedderSettings;
import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import io.kith.embedder.Box;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.Models;
import io.kith.embedder.RealModel;
import io.kith.embedder.StageListener;
import io.kith.embedder.Subject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on from a model that is there. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class FineTuningTest {

  @TempDir Path folder;

  @Test
  void startsWhereTheModelItIsTrainedFromIs() throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    Training first = train(images, "first", Plans.tiny(20, 16));
    Training still;
    Training moved;
    try (BaseModel base = models().base("first")) {
      still = train(images, "still", base, Plans.from(base, 1e-9, 1, 16));
      moved = train(images, "moved", base, Plans.from(base, 0.01, 3, 16));
    }

    assertThat(still.before()).isEqualTo(first.heldOut());
    OpenSetFigures now = Objects.requireNonNull(still.heldOut());
    assertThat(now.eer()).isEqualTo(Objects.requireNonNull(first.heldOut()).eer(), within(1e-3));
    double atOnce = Objects.requireNonNull(still.last()).loss();
    assertThat(Objects.requireNonNull(moved.last()).loss()).isLessThan(atOnce);
    ModelCard before = models().card("first");
    ModelCard card = models().card("still");
    assertThat(card.threshold()).isEqualTo(before.threshold(), within(2e-3));
    assertThat(card.licence()).contains("that of first: " + before.licence());
    assertThat(card.summary()).contains("first, trained on");
    assertThat(card.embedding().backbone()).isEqualTo(before.embedding().backbone());
  }

  @Test
  void keepsTheViewsAndTheFrameOfTheModelItIsTrainedFrom() throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    Training first = train(images, "first", Plans.ofDrawingsFromAllSides(4, 16));
    Training still;
    try (BaseModel base = models().base("first")) {
      still = train(images, "still", base, Plans.from(base, 1e-9, 1, 16));
    }

    assertThat(still.before()).isEqualTo(first.heldOut());
    ModelCard card = models().card("still");
    assertThat(card.embedding().frame()).isEqualTo(ModelCard.Frame.DRAWING);
    assertThat(card.dimension()).isEqualTo(64);
    try (Embedder embedder = models().open("still")) {
      assertThat(embedder.dimension()).isEqualTo(64);
    }
  }

  @Test
  void goesOnAfterAStopAsIfThereHadBeenNone() throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    train(images, "first", Plans.tiny(5, 16));
    try (BaseModel base = models().base("first")) {
      TrainingPlan plan = Plans.from(base, 0.01, 2, 16);
      train(images, "one", base, plan);
      new Trainer(plan, Plans.LIMITS, SimpleFigures::of, new Plans.Recorder(6))
          .train(TrainingImages.in(images), folder.resolve("models/two"), base);
      train(images, "two", base, plan);
    }

    assertThat(models().fingerprint("two")).isEqualTo(models().fingerprint("one"));
  }

  @Test
  void anotherModelDoesNotGoOnWithATraining() throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    train(images, "first", Plans.tiny(1, 16));
    train(images, "second", Plans.tiny(2, 16));
    try (BaseModel first = models().base("first");
        BaseModel second = models().base("second")) {
      TrainingPlan plan = Plans.from(first, 0.01, 1, 16);
      train(images, "tuned", first, plan);

      assertThatThrownBy(() -> train(images, "tuned", second, plan))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("is of a training by another plan");
    }
  }

  @Test
  void thePlanHasTheModelsBackbone() throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    try (BaseModel glyphs = models().base("glyphs")) {
      assertThatThrownBy(() -> train(images, "tuned", glyphs, Plans.tiny(1, 16)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(
              "model glyphs has: Backbone[kind=SMALL, width=32, dimension=128, views=4]");
    }
  }

  @Test
  void findsAndAlignsFacesAsTheModelItIsTrainedFromDoes() throws IOException {
    Models installed = RealModel.models(StageListener.NONE);
    Path people = folder.resolve("people");
    try (Embedder faces = installed.open("faces")) {
      for (int photograph : new int[] {1, 2, 4}) {
        cutOut(faces, photograph, people);
      }
    }
    Path first = people.resolve("1-0");
    DrawnFolder.image(1, 1, first.resolve("drawn.png"));
    Files.write(first.resolve("group.jpg"), RealModel.photograph(1));
    Plans.Recorder told = new Plans.Recorder();
    Training training;
    try (BaseModel base = installed.base("faces")) {
      training =
          new Trainer(Plans.from(base, 1e-5, 1, 4), LimitSettings.DEFAULT, SimpleFigures::of, told)
              .train(TrainingImages.in(people), folder.resolve("models/tuned"), base);
    }

    assertThat(told.remarks)
        .anyMatch(it -> it.endsWith("drawn.png is left out: it shows no subject"))
        .anyMatch(it -> it.matches("images [a-z ]+ that show several subjects: 1;.*"));
    assertThat(Objects.requireNonNull(training.heldOut()).rank1()).isEqualTo(1, within(1e-9));
    ModelCard card = models().card("tuned");
    assertThat(card.detection()).isEqualTo(installed.card("faces").detection());
    assertThat(card.licence()).contains("MIT");
    DecodedImage group = DecodedImage.decode(RealModel.photograph(1), LimitSettings.DEFAULT);
    try (Embedder faces = installed.open("faces");
        Embedder tuned = models().open("tuned")) {
      List<Subject> expected = faces.embed(group);
      List<Subject> found = tuned.embed(group);
      assertThat(found)
          .extracting(Subject::box)
          .isEqualTo(expected.stream().map(Subject::box).toList());
      for (int i = 0; i < found.size(); i++) {
        assertThat(cosine(found.get(i), expected.get(i))).isGreaterThan(0.98);
      }
    }
  }

  /**
   * Three pictures of each face in a photograph, a folder a face, each framed a little otherwise.
   */
  private static void cutOut(Embedder faces, int photograph, Path people) throws IOException {
    byte[] bytes = RealModel.photograph(photograph);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
    List<Subject> subjects =
        new ArrayList<>(faces.embed(DecodedImage.decode(bytes, LimitSettings.DEFAULT)));
    for (int i = 0; i < subjects.size(); i++) {
      Box box = Objects.requireNonNull(subjects.get(i).box());
      Path own = Files.createDirectories(people.resolve(photograph + "-" + i));
      for (int margin = 2; margin < 5; margin++) {
        int left = Math.max(0, box.x() - box.width() / margin);
        int top = Math.max(0, box.y() - box.height() / margin);
        int right = Math.min(picture.getWidth(), box.x() + box.width() + box.width() / margin);
        int bottom = Math.min(picture.getHeight(), box.y() + box.height() + box.height() / margin);
        ImageIO.write(
            picture.getSubimage(left, top, right - left, bottom - top),
            "png",
            own.resolve(margin + ".png").toFile());
      }
    }
  }

  private Models models() {
    return new Models(folder.resolve("models"), new EmbedderSettings(1), StageListener.NONE);
  }

  private Training train(Path images, String name, TrainingPlan plan) {
    return new Trainer(plan, Plans.LIMITS, SimpleFigures::of, new Plans.Recorder())
        .train(TrainingImages.in(images), folder.resolve("models").resolve(name));
  }

  private Training train(Path images, String name, BaseModel base, TrainingPlan plan) {
    return new Trainer(plan, Plans.LIMITS, SimpleFigures::of, new Plans.Recorder())
        .train(TrainingImages.in(images), folder.resolve("models").resolve(name), base);
  }

  private static double cosine(Subject a, Subject b) {
    float[] u = a.embedding().vector();
    float[] v = b.embedding().vector();
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += (double) u[i] * v[i];
    }
    return sum;
  }
}
