package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classes a folder holds; none of its images is opened. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class TrainingImagesTest {

  @TempDir Path folder;
  private Path images;

  @BeforeEach
  void write() throws IOException {
    images = folder.resolve("images");
    image("ada/1.jpg");
    image("grace/1.jpg");
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("1.jpg"));
    Files.createSymbolicLink(images.resolve("linus"), elsewhere);
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);

    assertThat(names(TrainingImages.in(link))).containsExactly("ada", "grace", "linus");
  }

  @Test
  void whatIsHiddenIsLeftOut() throws IOException {
    image(".thumbnails/1.jpg");
    image("ada/.ipynb_checkpoints/1.jpg");
    image("ada/._1.jpg");

    TrainingImages read = TrainingImages.in(images);

    assertThat(names(read)).containsExactly("ada", "grace");
    assertThat(read.classes()).allMatch(each -> each.files().size() == 1);
    assertThat(read.remarks()).isEmpty();
  }

  @Test
  void aClassWithinAClassIsSaidToBeTwo() throws IOException {
    image("ada/2020/holiday/2.jpg");
    image("group/one/1.jpg");

    TrainingImages read = TrainingImages.in(images);

    assertThat(names(read)).containsExactly("ada", "ada/2020/holiday", "grace", "group/one");
    assertThat(read.remarks())
        .singleElement()
        .asString()
        .startsWith("ada/2020/holiday lies in ada, which holds images too; ");
  }

  private void image(String name) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private static List<String> names(TrainingImages images) {
    return images.classes().stream().map(ImageClass::name).toList();
  }
}
