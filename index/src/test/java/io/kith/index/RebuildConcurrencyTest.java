package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches, enrolments and deletions beside rebuilds and rollbacks. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class RebuildConcurrencyTest {

  private static final int WRITERS = 3;
  private static final int REBUILDS = 4;

  @TempDir Path folder;
  private final Map<String, UnitVector> enrolled = new ConcurrentHashMap<>();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void noAnswerIsWrongAndNoEnrolmentLost() throws Exception {
    long seed = Samples.seed();
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Gallery gallery = Samples.gallery(galleries);
      List<Future<?>> work = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        work.add(callers.submit(() -> enrolFindDelete(gallery, number, seed + number)));
      }
      work.add(callers.submit(() -> search(gallery)));
      try {
        for (int i = 0; i < REBUILDS; i++) {
          assertThat(gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE))
              .isInstanceOf(Switched.class);
          assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
        }
      } finally {
        done.set(true);
      }
      for (Future<?> each : work) {
        each.get();
      }

      assertAllFound(gallery);
      assertThat(gallery.upkeep().rollback()).isInstanceOf(Switched.class);
      assertAllFound(gallery);
      assertThat(gallery.info().templates()).isEqualTo(enrolled.size());
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  private void enrolFindDelete(Gallery gallery, int writer, long seed) {
    Samples samples = new Samples(seed);
    for (int i = 0; !done.get(); i++) {
      String identity = writer + "-" + i;
      UnitVector vector = samples.vector();
      Samples.enrol(gallery, identity, vector);
      assertThat(best(gallery, vector)).isEqualTo(identity);
      if (i % 2 == 1) {
        gallery.delete(identity);
        assertThat(best(gallery, vector)).isNotEqualTo(identity);
      } else {
        enrolled.put(identity, vector);
      }
    }
  }

  private void search(Gallery gallery) {
    while (!done.get()) {
      assertAllFound(gallery);
    }
  }

  private void assertAllFound(Gallery gallery) {
    enrolled.forEach((identity, vector) -> assertThat(best(gallery, vector)).isEqualTo(identity));
  }

  private static String best(Gallery gallery, UnitVector probe) {
    return gallery.search(probe, 1, Filter.none()).getFirst().identity();
  }
}
