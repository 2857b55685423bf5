package io.kith.index.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Error rates of 1:1 comparisons, against closed forms and other implementations. */
final class ComparisonsTest {

  private static final Comparisons HANDFUL =
      new Comparisons(Cosines.of(0.3, 0.7, 0.8, 0.9), Cosines.of(0.1, 0.2, 0.25, 0.6));

  @Test
  void figuresOfAHandfulOfCosines() {
    assertThat(HANDFUL.equalError().missed()).isEqualTo(0.25, within(1e-12));
    // 15 of the 16 pairs of a mated and a non-mated cosine are in order.
    assertThat(HANDFUL.auc()).isEqualTo(15 / 16.0, within(1e-12));
    assertThat(HANDFUL.atFar(0).missed()).isEqualTo(0.25);
    assertThat(HANDFUL.atFar(0.25).missed()).isZero();
    assertThat(HANDFUL.at(0.6)).isEqualTo(new OperatingPoint(0.6, 0.25, 0.25));
  }

  /** Normal distributions of deviation 1, 2 apart. */
  @Test
  void figuresOfNormalCosinesAreThoseOfTheClosedForm() {
    Drawn drawn = new Drawn(5);
    double[] mated = new double[200_000];
    double[] nonMated = new double[200_000];
    for (int i = 0; i < mated.length; i++) {
      mated[i] = 2 + drawn.random().nextGaussian();
      nonMated[i] = drawn.random().nextGaussian();
    }
    Comparisons comparisons = new Comparisons(Cosines.of(mated), Cosines.of(nonMated));

    // They cross at 1 from either mean: 1 - Phi(1). The difference has deviation sqrt(2):
    // Phi(sqrt(2)).
    assertThat(comparisons.equalError().missed()).isEqualTo(0.158655, within(0.003));
    assertThat(comparisons.equalError().threshold()).isEqualTo(1, within(0.02));
    assertThat(comparisons.auc()).isEqualTo(0.921350, within(0.002));
    // Phi(2 - 2.326348), the quantile of .99.
    assertThat(1 - comparisons.atFar(0.01).missed()).isEqualTo(0.372081, within(0.01));
  }

  /** Cosines and figures of {@code reference.py}, with many ties. */
  @Test
  void figuresAreThoseOfScikitLearn() throws IOException {
    Map<String, Double> expected = new HashMap<>();
    List<Comparison> comparisons = new ArrayList<>();
    for (String line : reference()) {
      String[] cells = line.split(",", -1);
      switch (cells[0]) {
        case "mated" -> comparisons.add(new Comparison("a", "a", Double.parseDouble(cells[1])));
        case "non-mated" -> comparisons.add(new Comparison("a", "b", Double.parseDouble(cells[1])));
        default -> expected.put(cells[0], Double.valueOf(cells[1]));
      }
    }
    Comparisons figures = Comparisons.of(comparisons);

    assertThat(figures.auc()).isEqualTo(expected.get("auc"), within(1e-12));
    assertThat(figures.equalError().missed()).isEqualTo(expected.get("eer"), within(1e-12));
    for (double far : List.of(0.1, 0.01, 0.005)) {
      assertThat(1 - figures.atFar(far).missed())
          .isEqualTo(expected.get("tar@" + far), within(1e-12));
    }
  }

  private static List<String> reference() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ComparisonsTest.class.getResourceAsStream("/evaluation/reference.csv")),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void areaCountsOrderedPairsAndHalfOfTies() {
    Drawn drawn = new Drawn(Drawn.seed());
    double[] mated = drawn.cosines(150, 0.5, 0.2);
    double[] nonMated = drawn.cosines(200, 0.3, 0.2);
    double ordered = 0;
    for (double high : mated) {
      for (double low : nonMated) {
        ordered += high > low ? 1 : high == low ? 0.5 : 0;
      }
    }
    assertThat(new Comparisons(Cosines.of(mated), Cosines.of(nonMated)).auc())
        .isEqualTo(ordered / (150 * 200), within(1e-12));
  }

  @Test
  void neitherRateEverRisesAgainstTheThreshold() {
    Drawn drawn = new Drawn(Drawn.seed());
    Comparisons comparisons =
        new Comparisons(
            Cosines.of(drawn.cosines(300, 0.5, 0.2)), Cosines.of(drawn.cosines(300, 0.3, 0.2)));
    OperatingPoint before = comparisons.at(-1);
    for (double threshold = -1; threshold <= 1.5; threshold += 0.005) {
      OperatingPoint now = comparisons.at(threshold);
      assertThat(now.accepted()).isLessThanOrEqualTo(before.accepted());
      assertThat(now.missed()).isGreaterThanOrEqualTo(before.missed());
      before = now;
    }
  }

  @Test
  void perfectlyPartedCosinesHaveNoErrors() {
    Comparisons parted = new Comparisons(Cosines.of(0.8, 0.9), Cosines.of(0.1, 0.2));

    assertThat(parted.equalError().missed()).isZero();
    assertThat(parted.equalError().threshold()).isBetween(0.2, 0.8);
    assertThat(parted.auc()).isEqualTo(1);
  }

  @Test
  void equalCosinesTellNothingApart() {
    Comparisons equal = new Comparisons(Cosines.of(0.5, 0.5), Cosines.of(0.5, 0.5, 0.5));

    assertThat(equal.auc()).isEqualTo(0.5);
    assertThat(equal.equalError().missed()).isEqualTo(0.5);
    assertThat(equal.atFar(0.5).missed()).isEqualTo(1);
  }

  @Test
  void theCurveBeginsAtTheLowestRateThatTheComparisonsSupport() {
    Drawn drawn = new Drawn(3);
    Comparisons comparisons =
        new Comparisons(
            Cosines.of(drawn.cosines(100, 0.5, 0.2)), Cosines.of(drawn.cosines(1_000, 0.3, 0.2)));

    assertThat(comparisons.curve().getFirst().accepted()).isLessThanOrEqualTo(0.01);
    assertThat(comparisons.curve().getLast().accepted()).isEqualTo(1);
  }

  @Test
  void oneKindOnlyIsRefused() {
    assertThatThrownBy(() -> new Comparisons(Cosines.of(0.5), Cosines.of()))
        .hasMessageContaining("1 mated and 0 non-mated");
    assertThatThrownBy(() -> Cosines.of(0.5, Double.NaN)).hasMessageContaining("NaN");
  }
}
