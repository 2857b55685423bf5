package io.kith.index.calibration;

/** Hears how far long work has come. Called by one thread at a time. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (_, _) -> {};

  /**
   * @param done what is done
   * @param all what there is to do; may be passed when something was added meanwhile
   */
  void at(long done, long all);
}
