package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.CalibrationSummary;
import io.kith.server.api.CalibrationView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalibrationReportTest {

  private static CalibrationSummary summary(double target, @Nullable Double threshold) {
    return new CalibrationSummary(
        "1",
        Instant.EPOCH,
        50,
        100,
        null,
        50,
        100,
        0,
        100,
        1,
        false,
        target,
        threshold,
        0.004,
        0.03,
        0.02,
        true,
        0.004,
        threshold,
        threshold,
        1);
  }

  private static String report(CalibrationSummary summary, CalibrationView.LookAlikes... pairs) {
    return CalibrationReport.of(
        new CalibrationView(summary, List.of(), List.of(pairs), List.of(), List.of()));
  }

  @Test
  void theThresholdStandsWithItsIntervalAndWithWhatItCosts() {
    assertThat(report(summary(0.01, 0.4321)))
        .contains("threshold 0.432 for a FPIR of 1.00 %")
        .contains("0.40 % to 3.00 %; extrapolated")
        .contains("expected FNIR at it: 2.00 %");
  }

  @Test
  void aTargetThatIsNotSupportedSaysHowManyIdentitiesAreMissing() {
    assertThat(report(summary(0.001, null)))
        .contains("a FPIR of 0.10 % needs 150 identities more; these 50 support 0.40 % or more");
  }

  @Test
  void suspectsAreListedWithWhatTheyDoToTheThreshold() {
    assertThat(report(summary(0.01, 0.5), new CalibrationView.LookAlikes("ada", "grace", 0.9)))
        .contains("look-alikes")
        .contains("ada")
        .contains("grace")
        .contains("threshold with them 0.500, without them 0.500");
  }
}
