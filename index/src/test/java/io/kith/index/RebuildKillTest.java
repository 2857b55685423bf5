package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Progress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of rebuilds and rollbacks beside which templates are enrolled;
 * as many times as {@code -Dtests.kills} says.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class RebuildKillTest {

  private static final int KILLS = Integer.getInteger("tests.kills", 3);
  private static final IndexSettings SETTINGS =
      Samples.settings(Structure.AUTO, Duration.ofMillis(20));

  @TempDir Path folder;

  @Test
  void nothingIsLostByAKillAndTheNextRebuildSucceeds() throws Exception {
    Random random = new Random(Samples.seed());
    Set<Long> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess child =
          ChildProcess.start(Rebuilder.class, folder.toString(), String.valueOf(kill))) {
        acknowledged.add(number(child.line()));
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_000));
        child.kill();
        // The kill may cut the last line short; a line is whole when its end mark is there.
        child.lines().stream()
            .filter(line -> line.endsWith("."))
            .forEach(line -> acknowledged.add(number(line)));
      }

      assertAllFound(acknowledged);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.length() - 1));
  }

  private void assertAllFound(Set<Long> acknowledged) {
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

  private static UnitVector vector(long number) {
    return new Samples(number).vector();
  }

  /** The process that is killed: enrols, and rebuilds and rolls back all the time. */
  static final class Rebuilder {

    private Rebuilder() {}

    public static void main(String[] arguments) {
      PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      Galleries galleries = Galleries.open(Path.of(arguments[0]), SETTINGS, Samples.CALIBRATION);
      Gallery gallery = galleries.find("g").orElseGet(() -> Samples.gallery(galleries));
      Thread.ofPlatform().start(() -> enrol(gallery, Long.parseLong(arguments[1]), acknowledged));
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

    private static void enrol(Gallery gallery, long child, PrintStream acknowledged) {
      for (long number = 1_000_000 * child; ; number++) {
        Samples.enrol(gallery, "i" + number, vector(number));
        acknowledged.println(number + ".");
      }
    }
  }
}
