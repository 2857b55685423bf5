package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The toy figure's angles and picture; that margins move them is shown by training it. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class ToyExperimentTest {

  @TempDir Path folder;

  @Test
  void meanAngleIsThatToTheMeanDirection() {
    float[][] features = {{5, 0}, {0, 2}, {0, -1}};

    // The first two stand at 45 degrees to their mean, the third at 0 to its own.
    assertThat(ToyExperiment.meanAngle(features, new int[] {0, 0, 1})).isEqualTo(30, within(1e-6));
  }

  @Test
  void smallestAngleIsOverAllPairs() {
    float[][] directions = {{1, 0}, {0, 1}, {(float) Math.sqrt(0.5), (float) Math.sqrt(0.5)}};

    assertThat(ToyExperiment.smallestAngle(directions)).isEqualTo(45, within(1e-4));
  }

  @Test
  void refusesFewerThanEightClasses() throws IOException {
    TrainingImages images = TrainingImages.in(DrawnFolder.write(folder, 7, 8));

    assertThatThrownBy(() -> new ToyExperiment(images, Plans.LIMITS))
        .isInstanceOf(TrainingException.class)
        .hasMessage("classes of 8 images or more: 7; the figure needs 8");
  }

  @Test
  void thePictureHasAColumnAMargin() throws IOException {
    ToyExperiment.Outcome outcome =
        new ToyExperiment.Outcome(
            0.1, new float[][] {{1, 2, 3}, {-1, 0, 1}, {0, 0, 0}}, new int[] {0, 1, 2}, 10, 60);
    Path one = folder.resolve("one.png");
    Path two = folder.resolve("two.png");
    new ToyFigure(List.of(outcome)).write(one);
    new ToyFigure(List.of(outcome, outcome)).write(two);

    BufferedImage narrow = ImageIO.read(one.toFile());
    BufferedImage wide = ImageIO.read(two.toFile());
    assertThat(wide.getWidth()).isEqualTo(2 * narrow.getWidth());
    assertThat(wide.getHeight()).isEqualTo(narrow.getHeight());
  }
}
