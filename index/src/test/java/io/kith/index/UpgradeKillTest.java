package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.Reembedder.Outcome;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments of moves between two models beside which templates are
 * enrolled; as many times as {@code -Dtests.kills} says.
 */
final class UpgradeKillTest extends KillTestCase {

  private static final int KILLS = Integer.getInteger("tests.kills", 3);
  private static final IndexSettings SETTINGS =
      Samples.settings(Structure.AUTO, Duration.ofMillis(20));

  @Test
  void nothingIsLostByAKillAndTheNextMoveSucceeds() throws Exception {
    killAfterAWhile(KILLS, Mover.class);
  }

  @Override
  void assertAllThere(Set<Long> acknowledged) {
    try (Galleries galleries = Galleries.open(folder, SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = galleries.find("g").orElseThrow();
      assertFound(gallery, acknowledged);
      assertThat(galleries.check().faults()).isEmpty();

      GalleryModel before = gallery.model();
      assertThat(move(gallery)).isInstanceOf(Switched.class);
      assertThat(gallery.model()).isNotEqualTo(before);
      assertFound(gallery, acknowledged);
      assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
      assertFound(gallery, acknowledged);
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  private static RebuildOutcome move(Gallery gallery) {
    boolean first = gallery.model().equals(Samples.MODEL);
    return gallery
        .upkeep()
        .upgrade(
            OtherModel.plan(first ? OtherModel.MODEL : Samples.MODEL, false),
            source -> new Outcome.Embedded(vector(source.identity(), !first), 1),
            Progress.NONE);
  }

  /* Of an identity that is named by a number. */
  private static UnitVector vector(String identity, boolean first) {
    UnitVector vector = vector(Long.parseLong(identity));
    return first ? vector : OtherModel.seen(vector);
  }

  private static void assertFound(Gallery gallery, Set<Long> acknowledged) {
    boolean first = gallery.model().equals(Samples.MODEL);
    for (long number : acknowledged) {
      String identity = String.valueOf(number);
      UnitVector probe = vector(identity, first);
      assertThat(gallery.search(probe, 1, Filter.none()).getFirst().identity()).isEqualTo(identity);
    }
  }

  /** The process that is killed: enrols, and moves to and fro all the time. */
  static final class Mover {

    private Mover() {}

    public static void main(String[] arguments) {
      Galleries galleries = Galleries.open(Path.of(arguments[0]), SETTINGS, Samples.CALIBRATION);
      Gallery gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
      Thread.ofPlatform()
          .start(
              () -> enrolAndTell(arguments[1], number -> enrol(gallery, String.valueOf(number))));
      while (true) {
        var _ = move(gallery);
      }
    }

    private static void enrol(Gallery gallery, String identity) {
      String _ =
          gallery.steadily(
              () -> {
                boolean first = gallery.model().equals(Samples.MODEL);
                UnitVector vector = vector(identity, first);
                return first
                    ? Samples.enrol(gallery, identity, vector)
                    : OtherModel.enrol(gallery, identity, vector);
              });
    }
  }
}
