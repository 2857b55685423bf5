package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.Models;
import io.kith.embedder.StageListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings, of a network that is small enough for a test. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class TrainerTest {

  @TempDir Path folder;
  private Path images;
  private Path models;

  @BeforeEach
  void draw() throws IOException {
    images = DrawnFolder.write(folder.resolve("images"), 14, 8);
    models = Files.createDirectories(folder.resolve("models"));
  }

  @Test
  void trainsAModelThatOpensLikeAnyOtherAndTellsUnseenClassesApart() throws IOException {
    Plans.Recorder told = new Plans.Recorder();

    Training training = train("drawn", Plans.tiny(30, 16), told);

    OpenSetFigures held = Objects.requireNonNull(training.heldOut());
    OpenSetFigures first =
        told.epochs.stream()
            .map(EpochFigures::validation)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    assertThat(held.eer()).isLessThan(0.2).isLessThan(first.eer());
    assertThat(told.epochs).hasSize(30);
    Models all = new Models(models, new EmbedderSettings(1), StageListener.NONE);
    try (Embedder embedder = all.open("drawn")) {
      float[] vector = embed(embedder, images.resolve("class00/image00.png"));
      assertThat(vector).hasSize(16);
      assertThat(dot(vector, vector)).isEqualTo(1, within(1e-5));
      float[] same = embed(embedder, images.resolve("class00/image01.png"));
      float[] other = embed(embedder, images.resolve("class05/image00.png"));
      assertThat(dot(vector, same)).isGreaterThan(dot(vector, other));
      // ||u - v||^2 = 2 - 2 u v for unit vectors, which is why cosine and distance rank alike.
      double distance = 0;
      for (int i = 0; i < vector.length; i++) {
        distance += (vector[i] - other[i]) * (double) (vector[i] - other[i]);
      }
      assertThat(distance).isEqualTo(2 - 2 * dot(vector, other), within(1e-5));
    }
    assertThat(all.card("drawn").threshold()).isEqualTo(held.thresholdAt1(), within(5e-4));
    assertThat(models.resolve("drawn/run/metrics.csv")).content().hasLineCount(31);
    assertThat(models.resolve("drawn/run/prepared.bin")).doesNotExist();
  }

  @Test
  void aModelOfFourViewsEmbedsEachOfThemAndFitsDrawingsByTheirInk() throws IOException {
    Training training = train("sides", Plans.ofDrawingsFromAllSides(6, 16), new Plans.Recorder());

    ModelCard card = new Models(models, new EmbedderSettings(1), StageListener.NONE).card("sides");
    assertThat(card.dimension()).isEqualTo(64);
    assertThat(card.embedding().frame()).isEqualTo(ModelCard.Frame.DRAWING);
    OpenSetFigures held = Objects.requireNonNull(training.heldOut());
    assertThat(card.threshold()).isEqualTo(held.thresholdAt1(), within(5e-4));
    try (Embedder embedder =
        new Models(models, new EmbedderSettings(1), StageListener.NONE).open("sides")) {
      float[] vector = embed(embedder, images.resolve("class00/image00.png"));
      assertThat(vector).hasSize(64);
      for (int view = 0; view < 4; view++) {
        float[] one = Arrays.copyOfRange(vector, 16 * view, 16 * (view + 1));
        assertThat(dot(one, one)).isEqualTo(0.25, within(1e-4));
      }
    }
  }

  @Test
  void trainsInAnotherThreadThanTheOneThatStartedTheEngine() throws Exception {
    assertThat(Engine.getEngine("PyTorch").getGpuCount()).isNotNegative();
    FutureTask<Training> training =
        new FutureTask<>(() -> train("thread", Plans.tiny(1, 16), new Plans.Recorder()));

    Thread.ofPlatform().start(training);

    assertThat(training.get().heldOut()).isNotNull();
  }

  @Test
  void longTrainingsTryTheClassesHeldOutAfterSomeEpochsAndTheLast() {
    assertThat(IntStream.range(0, 20).filter(Plans.tiny(20, 16).schedule()::validates)).hasSize(20);
    assertThat(IntStream.range(0, 50).filter(Plans.tiny(50, 16).schedule()::validates))
        .hasSizeLessThanOrEqualTo(20)
        .hasSizeGreaterThan(10)
        .endsWith(49);
  }

  @Test
  void theSamePlanGivesTheSameWeightsAlsoWhenItIsStoppedAndResumed() throws IOException {
    TrainingPlan plan = Plans.tiny(3, 16);
    train("one", plan, new Plans.Recorder());
    train("two", plan, new Plans.Recorder());
    // In the middle of the second epoch.
    Plans.Recorder stopping = new Plans.Recorder(7);
    assertThat(train("resumed", plan, stopping).whole()).isFalse();
    assertThat(stopping.epochs).hasSize(1);
    byte[] stopped = weights("resumed");
    Plans.Recorder resuming = new Plans.Recorder();
    train("resumed", plan, resuming);

    assertThat(weights("two")).isEqualTo(weights("one"));
    assertThat(resuming.remarks).contains("goes on after epoch 1");
    assertThat(stopped).isNotEqualTo(weights("one"));
    assertThat(weights("resumed")).isEqualTo(weights("one"));
  }

  @Test
  void anotherPlanDoesNotGoOnWithATraining() throws IOException {
    train("one", Plans.tiny(1, 16), new Plans.Recorder());

    assertThatThrownBy(() -> train("one", Plans.tiny(2, 16), new Plans.Recorder()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("is of a training by another plan");
  }

  @Test
  void aModelWorksUntilAnotherIsInItsPlace() throws IOException {
    TrainingPlan plan = Plans.tiny(2, 16);
    Trainer trainer = new Trainer(plan, Plans.LIMITS, SimpleFigures::of, new Plans.Recorder());
    assertThat(trainer.replaces(models.resolve("one"))).isFalse();
    train("one", plan, new Plans.Recorder(6));
    byte[] stopped = weights("one");
    assertThat(trainer.replaces(models.resolve("one"))).isTrue();
    // Where the next card is written: the training ends between its weights and its card.
    Path obstacle = Files.createDirectory(models.resolve("one/card.yml.next"));

    assertThatThrownBy(() -> train("one", plan, new Plans.Recorder()))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(weights("one")).isEqualTo(stopped);
    Models all = new Models(models, new EmbedderSettings(1), StageListener.NONE);
    all.open("one").close();
    Files.delete(obstacle);
    train("one", plan, new Plans.Recorder());
    all.open("one").close();
    assertThat(weights("one")).isNotEqualTo(stopped);
    assertThat(models.resolve("one").toFile().list((_, name) -> name.endsWith(".params")))
        .hasSize(1);
    assertThat(trainer.replaces(models.resolve("one"))).isFalse();
  }

  @Test
  void oneTrainingHasAModelsFolderAtATime() throws IOException {
    TrainingPlan plan = Plans.tiny(1, 16);
    try (RunFolder other =
        RunFolder.open(models.resolve("one"), Start.afresh(plan), TrainingImages.in(images))) {
      assertThat(other.checkpoint().exists()).isFalse();
      assertThatThrownBy(() -> train("one", plan, new Plans.Recorder()))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "another training goes on in %s; wait for it, stop it, or choose another name"
                  .formatted(models.resolve("one")));
    }
    train("one", plan, new Plans.Recorder());
  }

  @Test
  void installsNothingWhereTooFewOfTheClassesHeldOutHaveTwoUsableImages() throws IOException {
    Path broken = DrawnFolder.write(folder.resolve("broken"), 14, 1);
    for (int i = 0; i < 14; i++) {
      Files.writeString(broken.resolve("class%02d/broken.png".formatted(i)), "no image");
    }
    Plans.Recorder told = new Plans.Recorder();

    assertThatThrownBy(
            () ->
                new Trainer(Plans.tiny(1, 16), Plans.LIMITS, SimpleFigures::of, told)
                    .train(TrainingImages.in(broken), models.resolve("broken")))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "of the 5 classes held out to validate 0 have two images or more that can be used; 4 are needed: add images or classes, hold out a larger share of the classes, or none");
    assertThat(told.prepared).isZero();
    assertThat(models.resolve("broken/card.yml")).doesNotExist();
  }

  @Test
  void otherImagesDoNotGoOnWithATraining() throws IOException {
    train("one", Plans.tiny(1, 16), new Plans.Recorder());
    Path image = images.resolve("class00/image00.png");
    byte[] before = Files.readAllBytes(image);
    DrawnFolder.image(99, 0, image);

    assertThatThrownBy(() -> train("one", Plans.tiny(1, 16), new Plans.Recorder()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the images are not those that the training in %s began with; delete it to begin anew, or choose another name"
                .formatted(models.resolve("one")));
    Files.write(image, before);
    Plans.Recorder again = new Plans.Recorder();
    train("one", Plans.tiny(1, 16), again);
    assertThat(again.remarks).contains("all epochs are done already");
  }

  @Test
  void stoppedWithinAnEpochTheModelIsThatOfTheLastWholeOne() throws IOException {
    TrainingPlan plan = Plans.tiny(3, 16);
    // An epoch has four steps.
    Training between = train("between", plan, new Plans.Recorder(4));
    Training within = train("within", plan, new Plans.Recorder(6));

    assertThat(between.epochs()).isEqualTo(1);
    assertThat(within.epochs()).isEqualTo(1);
    assertThat(weights("within")).isEqualTo(weights("between"));
    assertThat(within.heldOut()).isEqualTo(between.heldOut());
  }

  @Test
  void stoppedWithinTheFirstEpochInstallsNothing() {
    assertThatThrownBy(() -> train("one", Plans.tiny(3, 16), new Plans.Recorder(2)))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "stopped within the first epoch, before anything was kept; no model was installed");
    assertThat(models.resolve("one/card.yml")).doesNotExist();
  }

  @Test
  void stoppedWhileImagesAreReadInstallsNothing() {
    assertThatThrownBy(() -> train("one", Plans.tiny(3, 16), new Plans.Recorder(0)))
        .isInstanceOf(TrainingException.class)
        .hasMessage("stopped while images were read; no model was installed");
    assertThat(models.resolve("one/card.yml")).doesNotExist();
    assertThat(models.resolve("one/run/prepared.bin")).doesNotExist();
  }

  @Test
  void aDamagedStateIsNamedAndDeletedBeginsAnew() throws IOException {
    TrainingPlan plan = Plans.tiny(2, 16);
    train("one", plan, new Plans.Recorder());
    byte[] weights = weights("one");
    Path state = models.resolve("one/run/state.bin");
    byte[] whole = Files.readAllBytes(state);
    List<byte[]> damaged =
        List.of(
            new byte[0],
            "garbage, and long enough".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, 30),
            Arrays.copyOf(whole, whole.length - 2),
            Arrays.copyOf(whole, whole.length + 1));

    for (byte[] bytes : damaged) {
      Files.write(state, bytes);
      assertThatThrownBy(() -> train("one", plan, new Plans.Recorder()))
          .isInstanceOf(TrainingException.class)
          .hasMessage(state + " is damaged; delete it to begin anew");
    }
    Files.delete(state);
    train("one", plan, new Plans.Recorder());
    assertThat(weights("one")).isEqualTo(weights);
    assertThat(models.resolve("one/run/metrics.csv")).content().hasLineCount(3);
  }

  @Test
  void doneOnceItIsDone() throws IOException {
    TrainingPlan plan = Plans.tiny(2, 16);
    train("one", plan, new Plans.Recorder());
    String card = Files.readString(models.resolve("one/card.yml"));
    byte[] weights = weights("one");

    Plans.Recorder told = new Plans.Recorder();
    Training again = train("one", plan, told);

    assertThat(told.prepared).isZero();
    assertThat(again.whole()).isTrue();
    assertThat(again.last()).isNull();
    assertThat(models.resolve("one/card.yml")).hasContent(card);
    assertThat(weights("one")).isEqualTo(weights);
  }

  @Test
  void leavesAModelThatItDidNotTrainAlone() throws IOException {
    Path other = Files.createDirectories(models.resolve("other"));
    Files.writeString(other.resolve("card.yml"), "name: other");

    assertThatThrownBy(() -> train("other", Plans.tiny(1, 16), new Plans.Recorder()))
        .isInstanceOf(TrainingException.class)
        .hasMessageEndingWith("holds a model that was not trained here; choose another name");
    assertThat(other.resolve("card.yml")).hasContent("name: other");
    assertThat(other.resolve("run")).doesNotExist();
  }

  @Test
  void refusesAFolderOfImagesThatCannotBeRead() throws IOException {
    Path broken = folder.resolve("broken");
    for (int i = 0; i < 12; i++) {
      Path one = Files.createDirectories(broken.resolve("class" + i));
      Files.writeString(one.resolve("a.png"), "no image");
      Files.writeString(one.resolve("b.png"), "no image");
    }

    assertThatThrownBy(
            () ->
                new Trainer(
                        Plans.tiny(1, 16), Plans.LIMITS, SimpleFigures::of, new Plans.Recorder())
                    .train(TrainingImages.in(broken), models.resolve("broken")))
        .isInstanceOf(TrainingException.class)
        .hasMessage("no image could be read; what is wrong is said above");
    assertThat(models.resolve("broken/card.yml")).doesNotExist();
  }

  @Test
  void saysWhatItLeavesOutAndGoesOn() throws IOException {
    Files.createDirectories(images.resolve("empty"));
    Files.writeString(images.resolve("class01/broken.jpg"), "no image");
    Path lonely = Files.createDirectories(images.resolve("lonely"));
    DrawnFolder.image(77, 0, lonely.resolve("only.png"));
    Path twin = Files.createDirectories(images.resolve("CLASS02"));
    DrawnFolder.image(78, 0, twin.resolve("a.png"));
    DrawnFolder.image(78, 1, twin.resolve("b.png"));
    Plans.Recorder told = new Plans.Recorder();

    train("one", Plans.tiny(1, 16), told);

    assertThat(told.remarks)
        .anyMatch(it -> it.equals("empty holds no images and is left out"))
        .anyMatch(it -> it.contains("broken.jpg is left out: "))
        .anyMatch(it -> it.startsWith("lonely has one image"))
        .anyMatch(it -> it.startsWith("CLASS02 and class02 differ in case only"));
    assertThat(models.resolve("one/card.yml")).exists();
  }

  @Test
  void refusesTwoClasses() throws IOException {
    Path two = DrawnFolder.write(folder.resolve("two"), 2, 5);

    assertThatThrownBy(
            () ->
                new Trainer(
                        Plans.tiny(1, 16), Plans.LIMITS, SimpleFigures::of, new Plans.Recorder())
                    .train(TrainingImages.in(two), models.resolve("two")))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("classes of images: 2, of two images or more: 2; training");
    assertThat(models.resolve("two")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoFolder() {
    assertThatThrownBy(() -> TrainingImages.in(folder.resolve("nowhere")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("is no folder");
  }

  private Training train(String name, TrainingPlan plan, TrainingListener listener) {
    return new Trainer(plan, Plans.LIMITS, SimpleFigures::of, listener)
        .train(TrainingImages.in(images), models.resolve(name));
  }

  private byte[] weights(String name) throws IOException {
    ModelCard card = new ModelCards().read(models.resolve(name).resolve("card.yml"));
    return Files.readAllBytes(models.resolve(name).resolve(card.files().getFirst().name()));
  }

  private static float[] embed(Embedder embedder, Path image) throws IOException {
    DecodedImage decoded = DecodedImage.decode(Files.readAllBytes(image), Plans.LIMITS);
    return List.copyOf(embedder.embed(decoded)).getFirst().embedding().vector();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
