package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of the classes held out are measured. */
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
}
