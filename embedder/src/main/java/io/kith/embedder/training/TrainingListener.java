package io.kith.embedder.training;

/** Told how a training goes; called from the threads that train. */
public interface TrainingListener {

  /** Something the user should know of. */
  void remark(String line);

  /** Images decoded so far, of how many. */
  void prepared(long images, long all);

  /**
   * A step is done.
   *
   * @param step its number, from 1
   * @param steps steps of the whole training
   * @param loss its loss, nats
   */
  void step(long step, long steps, double loss);

  /** An epoch is done and kept. */
  void epoch(EpochFigures figures);

  /** Whether the training is to end after the step that runs. */
  boolean stopped();
}
