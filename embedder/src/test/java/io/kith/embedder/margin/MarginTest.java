package io.kith.embedder.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Target functions in plain arithmetic. */
final class MarginTest {

  static Stream<Margin> margins() {
    return Stream.of(
        Margin.none(),
        Margin.cosFace(0.35),
        Margin.arcFace(0.5),
        Margin.arcFace(Math.PI / 2),
        Margin.sphereFace(4),
        Margin.sphereFace(1.35),
        new Margin(1.2, 0.3, 0.2));
  }

  @Test
  void eachPaperIsACase() {
    double angle = 0.8;
    double cosine = Math.cos(angle);

    assertThat(Margin.none().target(cosine)).isEqualTo(cosine);
    assertThat(Margin.cosFace(0.35).target(cosine)).isEqualTo(cosine - 0.35);
    assertThat(Margin.arcFace(0.5).target(cosine)).isEqualTo(Math.cos(angle + 0.5), within(1e-12));
    assertThat(Margin.sphereFace(1.5).target(cosine))
        .isEqualTo(Math.cos(1.5 * angle), within(1e-12));
    assertThat(new Margin(1.2, 0.3, 0.2).target(cosine))
        .isEqualTo(Math.cos(1.2 * angle + 0.3) - 0.2, within(1e-12));
  }

  /** SphereFace, section 3.2: psi = (-1)^k cos(m theta) - 2 k for theta in [k pi/m, (k+1) pi/m]. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void sphereFaceFollowsThePapersPieces(int k) {
    double angle = (k + 0.4) * Math.PI / 4;

    assertThat(Margin.sphereFace(4).target(Math.cos(angle)))
        .isEqualTo(Math.pow(-1, k) * Math.cos(4 * angle) - 2 * k, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("margins")
  void fallsAsTheAngleGrowsAndHasNoJump(Margin margin) {
    int steps = 20_000;
    double[] targets =
        DoubleStream.iterate(0, angle -> angle + Math.PI / steps)
            .limit(steps + 1L)
            .map(angle -> margin.target(Math.cos(Math.min(angle, Math.PI))))
            .toArray();

    for (int i = 1; i < targets.length; i++) {
      assertThat(targets[i])
          .as("at angle %s", i * Math.PI / steps)
          .isLessThanOrEqualTo(targets[i - 1])
          .isGreaterThan(targets[i - 1] - 0.01);
    }
  }

  @ParameterizedTest
  @MethodSource("margins")
  void noShareOfItIsNormFace(Margin margin) {
    assertThat(margin.times(0)).isEqualTo(Margin.none());
    assertThat(margin.times(1)).isEqualTo(margin);
  }

  @Test
  void refusesWhatNoPaperAllows() {
    assertThatThrownBy(() -> Margin.arcFace(28.6))
        .hasMessage("margin angle: 28.6 is not allowed; allowed: 0 to pi / 2 radians");
    assertThatThrownBy(() -> Margin.sphereFace(0.5)).hasMessageContaining("margin factor: 0.5");
    assertThatThrownBy(() -> Margin.cosFace(-0.1)).hasMessageContaining("margin cosine: -0.1");
    assertThatThrownBy(() -> Margin.cosFace(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void rampGrowsEvenlyAndAnnealingEndsAtFive() {
    assertThat(Strength.ramp(5, 10).share()).isEqualTo(0.5);
    assertThat(Strength.ramp(20, 10)).isEqualTo(Strength.full());
    assertThat(Strength.ramp(0, 0)).isEqualTo(Strength.full());
    assertThat(Strength.annealed(0).annealing()).isEqualTo(1000);
    assertThat(Strength.annealed(1_000_000).annealing()).isEqualTo(5);
  }
}
