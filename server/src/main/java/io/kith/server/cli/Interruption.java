package io.kith.server.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends long work cleanly on Ctrl-C: says that it was asked for, and keeps the process until the
 * work has ended, which closing tells. Safe for concurrent use.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtExit exit = AtExit.run(this::request);
  private volatile boolean requested;

  private Interruption() {}

  static Interruption open() {
    return new Interruption();
  }

  /** Whether the work shall end. */
  boolean requested() {
    return requested;
  }

  private void request() {
    requested = true;
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("kith: the work did not stop in time; what was acknowledged is safe");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    exit.close();
  }
}
