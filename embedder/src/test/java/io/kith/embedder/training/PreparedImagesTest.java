package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.embedder.SubjectInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in a file while they are trained on. */
final class PreparedImagesTest {

  @Test
  void nothingStaysBehindWhereReadingFails(@TempDir Path folder) throws IOException {
    Path images = DrawnFolder.write(folder.resolve("images"), 2, 2);
    Files.writeString(images.resolve("class01/broken.png"), "no image");
    SubjectReader reader =
        new SubjectReader(
            SubjectInput.wholeImage(Plans.tiny(1, 16).network().card("unnamed")),
            Plans.LIMITS,
            line -> {
              throw new IllegalStateException(line);
            },
            () -> false);
    Path file = folder.resolve("prepared.bin");

    assertThatThrownBy(
            () -> PreparedImages.of(TrainingImages.in(images).classes(), reader, file, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).doesNotExist();
  }
}
