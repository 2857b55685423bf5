package io.kith.server.cli;

import io.kith.server.api.Progress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows on stderr how a calibration goes. */
final class CalibrationProgress implements Progress, AutoCloseable {

  private @Nullable ProgressBar bar;

  @Override
  public void at(long done, long all) {
    if (bar == null) {
      bar = ProgressBars.ofSteps("calibrating", all);
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
