package io.kith.index.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PaceTest {

  private static final long WORK_NANOS = 50_000_000;

  @Test
  void itRestsForTheOtherSharesOfTheTime() throws Exception {
    long start = System.nanoTime();
    Pace pace = new Pace(.2);
    for (long worked = 0; worked < WORK_NANOS; ) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < 20_000) {
        Thread.onSpinWait();
      }
      worked += System.nanoTime() - began;
      pace.keep();
    }

    // The last moment may not be over yet.
    assertThat(System.nanoTime() - start).isGreaterThan((long) (.95 * WORK_NANOS / .2));
  }

  @Test
  void allOfTheTimeNeedsNoRest() throws Exception {
    Pace pace = new Pace(1);
    Thread.currentThread().interrupt();
    for (long start = System.nanoTime(); System.nanoTime() - start < 5_000_000; ) {
      pace.keep(); // to rest would throw
    }

    assertThat(Thread.interrupted()).isTrue();
  }
}
