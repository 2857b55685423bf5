package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When two networks are taken for the same. */
final class AnswersTest {

  private static final float[] EXPECTED = {3, 4};

  @Test
  void agreeWithinTheTolerance() {
    assertThat(Answers.agree(EXPECTED, EXPECTED.clone(), 0)).isTrue();
    assertThat(Answers.agree(EXPECTED, new float[] {3, 4.25f}, 0.05)).isTrue();
    assertThat(Answers.agree(EXPECTED, new float[] {3, 4.26f}, 0.05)).isFalse();
    assertThat(Answers.agree(EXPECTED, new float[] {3, 4, 0}, 0.05)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void nothingAgreesWithWhatIsNoNumber(float value) {
    assertThat(Answers.agree(EXPECTED, new float[] {3, value}, 0.05)).isFalse();
    assertThat(Answers.agree(EXPECTED, new float[] {value, 4}, 0.05)).isFalse();
  }
}
