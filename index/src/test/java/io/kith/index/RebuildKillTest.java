package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments of rebuilds and rollbacks beside which templates are enrolled;
 * as many times as {@code -Dtests.kills} says.
 */
final class RebuildKillTest extends KillTestCase {

  private static final int KILLS = Integer.getInteger("tests.kills", 3);
  private static final IndexSettings SETTINGS =
      Samples.settings(Structure.AUTO, Duration.ofMillis(20));

  @Test
  void nothingIsLostByAKillAndTheNextRebuildSucceeds() throws Exception {
    killAfterAWhile(KILLS, Rebuilder.class);
  }

  @Override
  void assertAllThere(Set<Long> acknowledged) {
    try (Galleries galleries = Galleries.open(folder, SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      assertFound(gallery, acknowledged);
      assertThat(galleries.check().faults()).isEmpty();

      assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
          .isInstanceOf(RebuildOutcome.Switched.class);
      assertFound(gallery, acknowledged);
      assertThat(gallery.upkeep().rollback()).isInstanceOf(RebuildOutcome.Switched.class);
      assertFound(gallery, acknowledged);
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  private static void assertFound(Gallery gallery, Set<Long> acknowledged) {
    for (long number : acknowledged) {
      assertThat(gallery.search(vector(number), 1, Filter.none()).getFirst().identity())
          .isEqualTo("i" + number);
    }
  }

  /** The process that is killed: enrols, and rebuilds and rolls back all the time. */
  static final class Rebuilder {

    private Rebuilder() {}

    public static void main(String[] arguments) {
      Galleries galleries = Galleries.open(Path.of(arguments[0]), SETTINGS, Samples.CALIBRATION);
      Gallery gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
      Thread.ofPlatform()
          .start(
              () ->
                  enrolAndTell(
                      arguments[1],
                      number -> Samples.enrol(gallery, "i" + number, vector(number))));
      for (int i = 0; ; i++) {
        gallery
            .upkeep()
            .rebuild(
                new RebuildPlan(i % 2 == 0 ? Structure.GRAPH : Structure.SCAN, 1 + i % 3),
                Progress.NONE);
        if (i % 3 == 0) {
          gallery.upkeep().rollback();
        }
      }
    }
  }
}
