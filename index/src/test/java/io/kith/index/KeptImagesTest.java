package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of kept images, as several threads use it. */
final class KeptImagesTest {

  @TempDir private Path folder;

  @Test
  void imagesAreWrittenBesideASweep() throws Exception {
    KeptImages images = new KeptImages(folder, _ -> false);
    Thread writing =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    images.hold(List.of(("image " + i).getBytes(StandardCharsets.UTF_8))).close();
                  }
                });
    while (writing.isAlive()) {
      images.sweep();
    }
    writing.join();

    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
