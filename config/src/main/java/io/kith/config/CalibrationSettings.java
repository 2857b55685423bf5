package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How thresholds are found and kept up to date.
 *
 * @param targetFpir share of non-mated searches that may return an identity, where neither request
 *     nor gallery says otherwise
 * @param sample templates that a calibration searches with, about
 * @param recalibrateAfter share of a gallery's templates that may change before it is calibrated
 *     again
 * @param checkInterval time between two looks at how much has changed
 * @param backgroundShare share of one core that a calibration in the background takes
 */
@ConfigurationProperties("kith.calibration")
public record CalibrationSettings(
    double targetFpir,
    int sample,
    double recalibrateAfter,
    Duration checkInterval,
    double backgroundShare) {

  /** What is used where nothing is set. */
  public static final CalibrationSettings DEFAULT =
      new CalibrationSettings(.01, 20_000, .2, Duration.ofSeconds(30), .1);

  public CalibrationSettings {
    InvalidSettingException.check("kith.calibration.target-fpir", targetFpir, 0.00001, 0.5);
    InvalidSettingException.check("kith.calibration.sample", sample, 100, 1_000_000);
    InvalidSettingException.check("kith.calibration.recalibrate-after", recalibrateAfter, 0.01, 10);
    if (!checkInterval.isPositive()) {
      throw new InvalidSettingException(
          "kith.calibration.check-interval", checkInterval, "above 0");
    }
    InvalidSettingException.check("kith.calibration.background-share", backgroundShare, 0.01, 1);
  }
}
