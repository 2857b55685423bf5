package io.kith.embedder;

import java.time.Duration;

/**
 * Is told how long each stage of an image took. Called on the thread that embeds, so
 * implementations are quick and safe for concurrent use.
 */
@FunctionalInterface
public interface StageListener {

  /** A listener that ignores everything. */
  StageListener NONE = (stage, time) -> {};

  /**
   * One image has passed a stage; a stage that ran several times for it is reported once, with the
   * sum.
   *
   * @param stage the stage
   * @param time wall time it took
   */
  void on(Stage stage, Duration time);
}
