package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while templates are enrolled and the index is committed all the time. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class KillTest {

  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void everythingAcknowledgedIsFoundAfterEachKill() throws Exception {
    Random random = new Random(Samples.seed());
    Set<Long> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess child =
          ChildProcess.start(Enroller.class, folder.toString(), String.valueOf(kill))) {
        int wanted = 5 + random.nextInt(100);
        for (int i = 0; i < wanted; i++) {
          acknowledged.add(number(child.line()));
        }
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

  private static UnitVector vector(long number) {
    return new Samples(number).vector();
  }

  /** The process that is killed; prints the number of each template that was acknowledged. */
  static final class Enroller {

    private Enroller() {}

    public static void main(String[] arguments) {
      IndexSettings settings = Samples.settings(Structure.AUTO, Duration.ofMillis(20));
      PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      Galleries galleries = Galleries.open(Path.of(arguments[0]), settings, Samples.CALIBRATION);
      Gallery gallery =
          switch (galleries.put("g", Samples.MODEL, new ThresholdRule.Usual())) {
            case GalleryWrite.Created created -> created.gallery();
            case GalleryWrite.Updated updated -> updated.gallery();
            case GalleryWrite.OtherModel other -> throw new IllegalStateException(other.toString());
          };
      long first = 1_000_000L * Long.parseLong(arguments[1]);
      for (long number = first; ; number++) {
        Samples.enrol(gallery, "i" + number, vector(number));
        acknowledged.println(number + ".");
      }
    }
  }
}
