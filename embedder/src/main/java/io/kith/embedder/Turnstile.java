package io.kith.embedder;

import java.util.concurrent.Semaphore;

/**
 * Lets a bounded number of calls through at once, in the order they came, until it is shut. Safe
 * for concurrent use.
 */
final class Turnstile {

  private final int width;
  private final Semaphore places;
  private volatile boolean shut;

  Turnstile(int width) {
    this.width = width;
    this.places = new Semaphore(width, true);
  }

  /**
   * Waits for a place. Whoever enters must leave.
   *
   * @throws ModelException when the thread is interrupted while it waits; its interrupt flag stays
   *     set
   * @throws IllegalStateException when the turnstile is shut
   */
  void enter() {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(
          ModelException.Problem.INTERRUPTED, "interrupted while waiting for the engine", e);
    }
    if (shut) {
      places.release();
      throw new IllegalStateException("the embedder is closed");
    }
  }

  void leave() {
    places.release();
  }

  /**
   * Refuses further calls and waits until those inside have left.
   *
   * @return whether this call shut it; false when it was shut already
   */
  synchronized boolean shut() {
    if (shut) {
      return false;
    }
    places.acquireUninterruptibly(width);
    shut = true;
    places.release(width);
    return true;
  }
}
