package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code kill -9} while templates are enrolled and the index is committed all the time. */
final class KillTest extends KillTestCase {

  private static final int KILLS = 3;

  @Test
  void everythingAcknowledgedIsFoundAfterEachKill() throws Exception {
    killAfterEnrolments(KILLS, Enroller.class);
  }

  @Override
  void assertAllThere(Set<Long> acknowledged) {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      for (long number : acknowledged) {
        assertThat(gallery.search(vector(number), 1, Filter.none()).getFirst().identity())
            .isEqualTo("i" + number);
      }
      assertThat(gallery.generation()).as("the index was caught up with, not built anew").isOne();
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  /** The process that is killed. */
  static final class Enroller {

    private Enroller() {}

    public static void main(String[] arguments) {
      IndexSettings settings = Samples.settings(Structure.AUTO, Duration.ofMillis(20));
      Galleries galleries = Galleries.open(Path.of(arguments[0]), settings, Samples.CALIBRATION);
      Gallery gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
      enrolAndTell(arguments[1], number -> Samples.enrol(gallery, "i" + number, vector(number)));
    }
  }
}
