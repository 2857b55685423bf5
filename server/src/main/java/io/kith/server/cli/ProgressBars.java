package io.kith.server.cli;

import java.io.InputStream;
import java.io.OutputStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on stderr, all of one look, with the time left. */
final class ProgressBars {

  private static final int REDRAW_MILLIS = 500;

  private ProgressBars() {}

  /** A bar for steps of any kind. */
  static ProgressBar ofSteps(String task, long steps) {
    return builder(task, steps).build();
  }

  /** A bar for images, with their number a second. */
  static ProgressBar ofImages(String task, long images) {
    return builder(task, images).setUnit(" images", 1).showSpeed().build();
  }

  /** A stream that shows how much has gone through it, of nobody knows how much. */
  static OutputStream ofBytes(String task, OutputStream to) {
    return ProgressBar.wrap(to, bytes(task, -1));
  }

  /**
   * The same of what is read.
   *
   * @param all its size; -1 when nobody knows
   */
  static InputStream ofBytes(String task, InputStream from, long all) {
    return ProgressBar.wrap(from, bytes(task, all));
  }

  private static ProgressBarBuilder bytes(String task, long all) {
    return builder(task, all).setUnit(" MB", 1_000_000).showSpeed();
  }

  private static ProgressBarBuilder builder(String task, long all) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(all)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS);
  }
}
