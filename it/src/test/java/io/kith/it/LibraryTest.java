package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.Identification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kith as a library, without a server. */
final class LibraryTest {

  @TempDir Path home;

  @Test
  void aPersonIsKnownAndStrangersAreUnknown() throws IOException {
    Files.createSymbolicLink(home.resolve("models"), Installed.models());
    byte[] ofThree = Installed.photographs().getFirst();

    List<Identification> answers = LibraryExample.enrolAndIdentify(home, ofThree, ofThree);

    assertThat(answers).hasSize(3);
    assertThat(answers.getFirst())
        .isInstanceOfSatisfying(
            Identification.Known.class,
            it -> {
              assertThat(it.identity()).isEqualTo("ada");
              assertThat(it.cosine()).isCloseTo(1, within(1e-4));
            });
    assertThat(answers.subList(1, 3))
        .allSatisfy(it -> assertThat(it).isInstanceOf(Identification.Unknown.class));
  }

  @Test
  void theReadmeShowsWhatIsTested() throws IOException {
    String example =
        Files.readString(Path.of("src/test/java/io/kith/it/LibraryExample.java"))
            .transform(it -> it.substring(it.indexOf("  static List"), it.lastIndexOf('}')))
            .indent(-2);

    assertThat(Files.readString(Path.of("../README.md"))).contains(example);
  }
}
