package io.kith.server.service;

import io.kith.index.Calibration;
import io.kith.index.SuspectReport;
import io.kith.index.calibration.ErrorCurve;
import io.kith.index.calibration.Knot;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.ScoreComparison;
import io.kith.server.api.CalibrationSummary;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.CalibrationView.LookAlikes;
import io.kith.server.api.CalibrationView.Misplaced;
import io.kith.server.api.CalibrationView.Odd;
import io.kith.server.api.CalibrationView.Rates;
import io.kith.server.api.ScoreRules;
import org.jspecify.annotations.Nullable;

/** Calibrations as the API shows them. */
final class CalibrationViews {

  private CalibrationViews() {}

  /**
   * @param identities present number of identities with templates
   */
  static CalibrationSummary summary(Calibration calibration, double target, int identities) {
    Measurement measured = calibration.measurement();
    ErrorCurve curve = measured.inForce();
    boolean supported = target >= measured.smallestFpir();
    double threshold = measured.threshold(target, identities);
    double calibrated = measured.growth().calibrated(target, identities);
    return new CalibrationSummary(
        calibration.id(),
        calibration.created(),
        measured.identities(),
        measured.templates(),
        calibration.cohort(),
        measured.independent(),
        measured.nonMated(),
        measured.rejected(),
        measured.mated(),
        calibration.seed(),
        measured.suspectsLeftOut(),
        target,
        when(supported, threshold),
        when(supported, measured.growth().current(curve.fpirLow(threshold), identities)),
        when(supported, measured.growth().current(curve.fpirHigh(threshold), identities)),
        when(supported, curve.fnir(threshold)),
        target < measured.smallestSeenFpir(),
        measured.smallestFpir(),
        when(supported, measured.all().threshold(calibrated)),
        when(supported, measured.withoutSuspects().threshold(calibrated)),
        measured.growth().exponent());
  }

  static CalibrationView view(
      Calibration calibration, SuspectReport suspects, double target, int identities) {
    return new CalibrationView(
        summary(calibration, target, identities),
        suspects.misplaced().stream()
            .map(it -> new Misplaced(it.template(), it.identity(), it.resembles(), it.cosine()))
            .toList(),
        suspects.lookAlikes().stream()
            .map(it -> new LookAlikes(it.first(), it.second(), it.cosine()))
            .toList(),
        suspects.odd().stream()
            .map(it -> new Odd(it.template(), it.identity(), it.cosine()))
            .toList(),
        calibration.measurement().inForce().knots().stream().map(CalibrationViews::rates).toList());
  }

  static ScoreRules rules(ScoreComparison.Comparison comparison) {
    return new ScoreRules(
        comparison.identities(),
        comparison.mated(),
        comparison.nonMated(),
        comparison.figures().stream()
            .map(
                it ->
                    new ScoreRules.Rule(
                        it.rule().title(),
                        it.rank1(),
                        it.fnir().getFirst(),
                        it.fnir().getLast(),
                        it.difference(),
                        it.deviation()))
            .toList(),
        comparison.recommended().title());
  }

  private static Rates rates(Knot knot) {
    return new Rates(
        knot.cosine(), knot.fpir(), knot.fpirLow(), knot.fpirHigh(), when(true, knot.fnir()));
  }

  private static @Nullable Double when(boolean known, double value) {
    return known && !Double.isNaN(value) ? (Double) value : null;
  }
}
