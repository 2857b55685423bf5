package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class ConcurrencyTest {

  private static final int CALLERS = 6;
  private static final int ROUNDS = 40;

  @TempDir Path folder;

  @Test
  void eachCallerReadsItsOwnWritesAtOnce() throws Exception {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      Gallery gallery = Samples.gallery(galleries);
      List<Future<?>> work = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        work.add(callers.submit(() -> enrolFindDelete(gallery, number)));
      }
      for (Future<?> each : work) {
        each.get();
      }

      assertThat(gallery.info().templates()).isEqualTo(CALLERS * ROUNDS / 2);
      assertThat(galleries.check().faults()).isEmpty();
    }
  }

  private static void enrolFindDelete(Gallery gallery, int caller) {
    Samples samples = new Samples(caller);
    for (int i = 0; i < ROUNDS; i++) {
      String identity = caller + "-" + i;
      UnitVector vector = samples.vector();
      Samples.enrol(gallery, identity, vector);
      assertThat(best(gallery, vector)).isEqualTo(identity);
      if (i % 2 == 1) {
        gallery.delete(identity);
        assertThat(best(gallery, vector)).isNotEqualTo(identity);
      }
    }
  }

  private static String best(Gallery gallery, UnitVector probe) {
    return gallery.search(probe, 1, Filter.none()).getFirst().identity();
  }

  @Test
  void aChangeThatFailsDoesNotSpoilThoseBesideIt() throws Exception {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      Gallery gallery = Samples.gallery(galleries);
      Map<String, Object> unwritable = Map.of("bad", new Object());
      List<Future<?>> good = new ArrayList<>();
      List<Future<?>> bad = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String identity = "i" + i;
        good.add(callers.submit(() -> gallery.put(identity, null, Map.of())));
        bad.add(callers.submit(() -> gallery.put("bad-" + identity, null, unwritable)));
      }

      for (Future<?> each : good) {
        each.get();
      }
      for (Future<?> each : bad) {
        assertThatThrownBy(each::get).hasMessageContaining("JSON");
      }
      assertThat(gallery.info().identities()).isEqualTo(60);
    }
  }

  @Test
  void aCheckFindsNoFaultInWhatIsBeingEnrolled() throws Exception {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      Gallery gallery = Samples.gallery(galleries);
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> work = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Samples samples = new Samples(caller);
        String identity = "i" + caller;
        work.add(
            callers.submit(
                () -> {
                  while (!done.get()) {
                    Samples.enrol(gallery, identity, samples.vector());
                  }
                }));
      }
      try {
        for (int i = 0; i < 10; i++) {
          assertThat(galleries.check().faults()).isEmpty();
        }
      } finally {
        done.set(true);
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
  }

  @Test
  void theWriterGoesOnWhereACallerFailsToLearnWhatItDid() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = Samples.gallery(galleries);
      Error fault = new OutOfMemoryError("for a test");

      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            assertThatThrownBy(
                    () ->
                        galleries
                            .store()
                            .write(
                                Follower.NONE,
                                _ -> true,
                                _ -> {
                                  throw fault;
                                }))
                .hasRootCause(fault);
            gallery.put("after", null, Map.of());
          });
    }
  }

  @Test
  void workInTheBackgroundGoesOnAfterAnError() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
      var _ =
          thread.scheduleWithFixedDelay(
              () ->
                  Background.attempt(
                      "nothing was done",
                      () -> {
                        twice.countDown();
                        throw new OutOfMemoryError("for a test");
                      }),
              0,
              1,
              TimeUnit.MILLISECONDS);
      assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
      thread.shutdownNow();
    }
  }

  @Test
  void afterClosingEverythingIsRefused() {
    Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    Gallery gallery = Samples.gallery(galleries);
    galleries.close();

    assertThatThrownBy(() -> gallery.put("a", null, Map.of())).isInstanceOf(IndexException.class);
    assertThatThrownBy(() -> gallery.search(new Samples(1).vector(), 1, Filter.none()))
        .isInstanceOf(IndexException.class);
    assertThatThrownBy(gallery::info).isInstanceOf(IndexException.class);
  }
}
