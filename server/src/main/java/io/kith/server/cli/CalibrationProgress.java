package io.kith.server.cli;

import io.kith.server.api.Progress;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on stderr how a calibration goes. */
final class CalibrationProgress implements Progress, AutoCloseable {

  private static final Duration REDRAW = Duration.ofMillis(500);

  private @Nullable ProgressBar bar;

  @Override
  public void at(long done, long all) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("calibrating")
              .setInitialMax(all)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis((int) REDRAW.toMillis())
              .build();
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
