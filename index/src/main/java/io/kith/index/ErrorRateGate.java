package io.kith.index;

import io.kith.index.calibration.Measurement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether another model misses more of the enrolled than the one that is live. */
final class ErrorRateGate {

  private static final String NAME = "errors";

  /* Standard errors by which the rates of two models as good as each other seldom differ. */
  private static final double CHANCE = 2;

  private ErrorRateGate() {}

  /**
   * Compares FNIR at one FPIR, each model at its own threshold for that.
   *
   * <p>The searches are the same for both, so their rates differ by less than those of independent
   * searches would; what these would differ by through chance is let pass.
   *
   * @param before what was measured with the live model; null when nothing was
   * @param after the same with the other model
   * @param targetFpir FPIR to compare at; where too few identities were searched with for it, the
   *     smallest that they support
   * @param acceptWorse whether it is passed in any case
   */
  static Gate of(
      @Nullable Measurement before,
      @Nullable Measurement after,
      double targetFpir,
      boolean acceptWorse) {
    if (before == null || after == null) {
      return new Gate(NAME, true, "not compared: there are too few identities to measure");
    }
    double fpir = Math.max(targetFpir, Math.max(before.smallestFpir(), after.smallestFpir()));
    double missedBefore = fnir(before, fpir);
    double missedAfter = fnir(after, fpir);
    if (Double.isNaN(missedBefore) || Double.isNaN(missedAfter)) {
      return new Gate(NAME, true, "not compared: no identity has two templates");
    }
    boolean worse = missedAfter - missedBefore > chance(missedBefore, missedAfter, after);
    String found =
        String.format(
            Locale.ROOT,
            "FNIR %.2f %% at FPIR %.3g %%, %.2f %% with the live model",
            100 * missedAfter,
            100 * fpir,
            100 * missedBefore);
    return new Gate(
        NAME, !worse || acceptWorse, worse ? found + ": more than chance explains" : found);
  }

  private static double fnir(Measurement measured, double fpir) {
    return measured.inForce().fnir(measured.threshold(fpir, measured.identities()));
  }

  /* Searches with templates of one identity fail together, so no more of them count than there are identities. */
  private static double chance(double before, double after, Measurement measured) {
    int searches = Math.min(measured.mated(), measured.independent());
    return CHANCE * Math.sqrt((before * (1 - before) + after * (1 - after)) / searches);
  }
}
