package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ModelCard;
import io.kith.embedder.training.TrainingImages.ImageClass;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The card of a trained model. */
final class TrainedCardTest {

  private static final ImageClass HELD_OUT = new ImageClass("held", "", List.of());

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void aThresholdThatIsNoCosineMakesNoCard(double cosine) {
    assertThatThrownBy(() -> card(0.5, cosine)).isInstanceOf(TrainingException.class);
    assertThatThrownBy(() -> card(cosine, 0.5))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            "a threshold measured on the classes held out is %s".formatted(cosine));
  }

  @Test
  void thresholdsAreThoseMeasured() {
    ModelCard card = card(0.625, 0.5);

    assertThat(card.threshold()).isEqualTo(0.625);
    assertThat(card.verificationThreshold()).isEqualTo(0.5);
  }

  @Test
  void saysHowManyStrangersAThresholdIsFrom() {
    assertThat(card(0.5, 0.5, 1_000, 0.9).thresholdSource())
        .contains(": 1 % of strangers' searches reach the first");
    assertThat(card(0.5, 0.5, 60, Double.NaN).thresholdSource())
        .contains(": 0 of 60 strangers' searches, too few to measure 1 %, reach the first");
  }

  @Test
  void saysHowManyClassesWereMeasuredAndEnrolled() {
    assertThat(card(0.5, 0.5).thresholdSource())
        .startsWith("8 of 9 classes held out of training: ")
        .contains(", with 4 classes enrolled;");
  }

  private static ModelCard card(double thresholdAt1, double thresholdAtEer) {
    return card(thresholdAt1, thresholdAtEer, 1_000, 0.9);
  }

  private static ModelCard card(
      double thresholdAt1, double thresholdAtEer, int strangers, double dirAt1) {
    List<OpenSetFigures.Split> splits =
        List.of(new OpenSetFigures.Split(strangers, 1, dirAt1, 1, thresholdAt1));
    OpenSetFigures figures = new OpenSetFigures(8, 4, 0, thresholdAtEer, 20, 1, splits);
    return new TrainedCard(
            Start.afresh(Plans.tiny(1, 16)),
            new Training(1, true, null, figures, null),
            new ClassSplit(List.of(), Collections.nCopies(9, HELD_OUT), List.of()))
        .of("drawn", List.of(new ModelCard.File("drawn.params", null, "0".repeat(64))));
  }
}
