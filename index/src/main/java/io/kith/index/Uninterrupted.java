package io.kith.index;

/** Work that an interrupt comes too late for, and would keep files from being closed in. */
final class Uninterrupted {

  private Uninterrupted() {}

  /** Does it as if the thread were not interrupted; afterwards it is again. */
  static void run(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
