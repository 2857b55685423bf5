package io.kith.server.cli;

import io.kith.server.api.Progress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows on stderr how a long operation goes. */
final class StepProgress implements Progress, AutoCloseable {

  private final String task;
  private @Nullable ProgressBar bar;

  /**
   * @param task what is being done, such as {@code calibrating}
   */
  StepProgress(String task) {
    this.task = task;
  }

  @Override
  public void at(long done, long all) {
    if (bar == null) {
      bar = ProgressBars.ofSteps(task, all);
    }
    bar.maxHint(all).stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
