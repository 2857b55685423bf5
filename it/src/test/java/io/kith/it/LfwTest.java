package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kith.server.api.GalleryRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Recognition on real photographs, when {@code -Dkith.data=DIR} names a folder that holds them;
 * skipped otherwise.
 */
final class LfwTest {

  private static final long SEED = 1;

  @Test
  void peopleEnrolledWithOneImageAreFoundAndStrangersAreUnknown() {
    try (Lfw lfw = lfw();
        KithHome home = new KithHome(Installed.models())) {
      var figures =
          new IdentificationProtocol(home.kith(), lfw, GalleryRequest.DEFAULT_MODEL)
              .run(450, 2_000, SEED);

      assertThat(figures.searches().identified(1)).isGreaterThanOrEqualTo(0.98);
      assertThat(figures.dirAtFpir1()).isGreaterThanOrEqualTo(0.94);
    }
  }

  @Test
  void pairsAreToldApart() {
    try (Lfw lfw = lfw();
        KithHome home = new KithHome(Installed.models())) {
      var figures = new VerificationProtocol(home.kith(), lfw, GalleryRequest.DEFAULT_MODEL).run();
      System.out.println(figures);

      assertThat(figures.folds().accuracy().mean()).isGreaterThanOrEqualTo(0.99);
    }
  }

  private static Lfw lfw() {
    String folder = System.getProperty("kith.data", "");
    assumeTrue(
        !folder.isEmpty() && Files.exists(Path.of(folder, Lfw.ARCHIVE)),
        "skipped: set -Dkith.data to a folder that holds " + Lfw.ARCHIVE);
    return new Lfw(Path.of(folder));
  }
}
