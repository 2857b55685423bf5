package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the classes held out are measured, and whether they can be. */
final class HeldOutTest {

  private static final List<ImageClass> CLASSES =
      IntStream.range(0, 90)
          .mapToObj("class%02d"::formatted)
          .map(name -> new ImageClass(name, "", Collections.nCopies(10, Path.of(name))))
          .toList();

  @Test
  void classesAreDrawnAtRandomWhereNotAllFit() {
    List<ImageClass> drawn = HeldOut.drawn(CLASSES, 305, 1);

    assertThat(drawn)
        .hasSize(30)
        .isSubsetOf(CLASSES)
        .isSortedAccordingTo(Comparator.comparing(ImageClass::name));
    for (List<ImageClass> third :
        List.of(CLASSES.subList(0, 30), CLASSES.subList(30, 60), CLASSES.subList(60, 90))) {
      assertThat(drawn).containsAnyElementsOf(third);
    }
    assertThat(HeldOut.drawn(CLASSES, 305, 1)).isEqualTo(drawn);
    assertThat(HeldOut.drawn(CLASSES, 305, 2)).isNotEqualTo(drawn);
  }

  @Test
  void allAreMeasuredWhereTheyFit() {
    assertThat(HeldOut.drawn(CLASSES, 900, 1)).isEqualTo(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0})
  void aModelWhoseEmbeddingsAreNoUnitVectorsIsRefused(float value) {
    float[][] embeddings = {{0.6f, 0.8f}, {0, value}};

    assertThatThrownBy(() -> HeldOut.checked(embeddings))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the L2 norm of the embedding of an image held out is %s, not 1: the model cannot be used; train with a smaller learning rate, or on other images"
                .formatted((double) value));
  }
}
