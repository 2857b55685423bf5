package io.kith.index;

/** What came of calibrating a gallery. */
public sealed interface CalibrationOutcome {

  /** It was measured; its thresholds come from this calibration now. */
  record Calibrated(Calibration calibration) implements CalibrationOutcome {}

  /**
   * Too few to say anything; nothing was changed.
   *
   * @param identities identities with templates that there are
   * @param needed identities with templates that it takes
   */
  record Insufficient(int identities, int needed) implements CalibrationOutcome {}
}
