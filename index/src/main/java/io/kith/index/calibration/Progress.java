package io.kith.index.calibration;

/** Hears how far a calibration has come. Called by the calibrating thread. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (_, _) -> {};

  /**
   * @param compared templates that every probe was compared with
   * @param all templates to compare with; may be passed when some were added meanwhile
   */
  void at(long compared, long all);
}
