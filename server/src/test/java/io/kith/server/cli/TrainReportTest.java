package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.OpenSetFigures.Split;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is said of a training on from another model. */
final class TrainReportTest {

  private static final OpenSetFigures WAS = figures(0.50, 0.60, 0.70, 0.80);

  @Test
  void betterWhereTheSplitsAgreeThatItIs() {
    assertThat(verdict(figures(0.52, 0.61, 0.73, 0.82))).contains("mine does better than faces");
  }

  @Test
  void worseWhereTheSplitsAgreeThatItIs() {
    assertThat(verdict(figures(0.48, 0.59, 0.67, 0.78))).contains("training on did not help");
  }

  @Test
  void notClearlyEitherWhereTheSplitsDiffer() {
    assertThat(verdict(WAS)).contains("not clearly better or worse");
    assertThat(verdict(figures(0.52, 0.60, 0.72, 0.82)))
        .contains("not clearly better or worse")
        .contains("DIR changed by 1.5 ± 1.0 points (standard deviation over 4 splits of them)");
    assertThat(verdict(figures(0.55, 0.57, 0.75, 0.78))).contains("not clearly better or worse");
    assertThat(verdict(figures(0.45, 0.63, 0.65, 0.82))).contains("not clearly better or worse");
  }

  @Test
  void notSaidWhereStrangersAreTooFewToTell() {
    assertThat(verdict(figures(99, Double.NaN, 0.6, 0.7, 0.8, 0.9)))
        .contains("too few to say whether");
    assertThat(TrainReport.strangers(99))
        .isEqualTo("FPIR 1 % takes 1,000 searches of strangers, 10 % 100; there are 99");
  }

  private static String verdict(OpenSetFigures is) {
    return TrainReport.verdict("mine", "faces", WAS, is);
  }

  private static OpenSetFigures figures(double... dirs) {
    return figures(1_000, 0.9, dirs);
  }

  private static OpenSetFigures figures(int strangers, double dirAt10, double... dirs) {
    return new OpenSetFigures(
        40,
        20,
        0.01,
        0.4,
        20,
        0.9,
        Arrays.stream(dirs).mapToObj(dir -> new Split(strangers, 0.9, dir, dirAt10, 0.5)).toList());
  }
}
