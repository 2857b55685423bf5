package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which classes are held out. */
final class ClassSplitTest {

  private static final double SHARE = 0.15;

  @Test
  void holdsOutWholeGroupsWhereThatComesNearTheShare() {
    ClassSplit split = ClassSplit.of(groups(10, 10, 10, 10, 10, 10), SHARE, 1);

    assertThat(split.validation()).hasSize(10);
    assertThat(groupsOf(split.validation()))
        .hasSize(1)
        .doesNotContainAnyElementsOf(groupsOf(split.training()));
    assertThat(split.remarks()).isEmpty();
  }

  @Test
  void holdsOutClassesOfAllGroupsWhereWholeOnesWouldBeTooMany() {
    for (long seed = 1; seed <= 10; seed++) {
      assertThat(ClassSplit.of(groups(50, 50), SHARE, seed).validation()).hasSize(15);
      ClassSplit split = ClassSplit.of(groups(10, 80), SHARE, seed);
      assertThat(split.validation()).hasSize(14);
      assertThat(split.training()).hasSize(76).doesNotContainAnyElementsOf(split.validation());
      assertThat(split.remarks())
          .singleElement()
          .asString()
          .startsWith("classes are held out of all 2 groups")
          .endsWith("of 90 classes, where 14 are wanted");
    }
  }

  @Test
  void aGroupOfClassesOfOneImageDoesNotValidate() {
    List<ImageClass> classes = new ArrayList<>(groups(10).classes());
    IntStream.range(0, 4).mapToObj(i -> of("single", i, 1)).forEach(classes::add);
    classes.add(of("single", 4, 2));

    ClassSplit split = ClassSplit.of(new TrainingImages(classes, List.of()), SHARE, 1);

    assertThat(split.validation()).hasSize(4).allMatch(each -> each.files().size() > 1);
  }

  @Test
  void saysHowManyClassesThereAreWhereTheyAreTooFew() {
    List<ImageClass> classes = new ArrayList<>(groups(2, 1).classes());
    classes.add(of("single", 0, 1));

    assertThatThrownBy(() -> ClassSplit.of(new TrainingImages(classes, List.of()), SHARE, 1))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "classes of images: 4 in 3 groups, of two images or more: 3; training needs at least 2 classes, and 4 more of two images or more that are held out to validate");
  }

  private static TrainingImages groups(int... sizes) {
    List<ImageClass> classes = new ArrayList<>();
    for (int group = 0; group < sizes.length; group++) {
      for (int i = 0; i < sizes[group]; i++) {
        classes.add(of("group" + group, i, 2));
      }
    }
    return new TrainingImages(classes, List.of());
  }

  private static ImageClass of(String group, int number, int images) {
    String name = "%s/class%02d".formatted(group, number);
    return new ImageClass(
        name, group, IntStream.range(0, images).mapToObj(i -> Path.of(name, i + ".png")).toList());
  }

  private static Set<String> groupsOf(List<ImageClass> classes) {
    return classes.stream().map(ImageClass::group).collect(Collectors.toSet());
  }
}
