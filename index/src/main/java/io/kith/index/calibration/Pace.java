package io.kith.index.calibration;

import java.time.Duration;

/**
 * Keeps a thread to its share of the time: it works for a moment and rests for as long as that
 * takes, so that who needs the core next waits no longer than a moment. For one thread.
 */
final class Pace {

  private static final long MOMENT_NANOS = 200_000;

  private final double share;
  private long began = System.nanoTime();

  /**
   * Begins a moment.
   *
   * @param share of the time to work, above 0 and at most 1
   */
  Pace(double share) {
    this.share = share;
  }

  /** Rests when the moment is over; to be called every few microseconds of work. */
  void keep() throws InterruptedException {
    if (share == 1) {
      return;
    }
    long worked = System.nanoTime() - began;
    if (worked >= MOMENT_NANOS) {
      Thread.sleep(Duration.ofNanos((long) (worked * (1 / share - 1))));
      began = System.nanoTime();
    }
  }
}
