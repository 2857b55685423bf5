package io.kith.server.cli;

/** What is done when the process is told to end before this is closed. */
final class AtExit implements AutoCloseable {

  private final Thread hook;

  private AtExit(Runnable action) {
    this.hook = new Thread(action, "at-exit");
  }

  static AtExit run(Runnable action) {
    AtExit exit = new AtExit(action);
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the action runs already.
      return;
    }
  }
}
