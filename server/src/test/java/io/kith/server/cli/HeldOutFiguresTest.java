package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.OpenSetFigures.Split;
import io.kith.index.UnitVector;
import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.index.evaluation.VerificationFigures;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures on embeddings whose figures are known. */
final class HeldOutFiguresTest {

  /* Half of them are strangers; as many as it takes to state a rate of 1 %. */
  private static final int CLASSES = 200;

  private static final int PER_CLASS = 10;

  @Test
  void searchesAreThoseOfAnEvaluationOfTheSameEmbeddings() {
    OpenSetFigures figures = HeldOutFigures.of(embeddings(0.3), labels(), 3);

    IdentificationFigures evaluation =
        IdentificationFigures.of(identities(CLASSES), 5, 10, 3, () -> {}).orElseThrow();
    assertThat(figures.enrolled()).isEqualTo(evaluation.enrolled()).isEqualTo(100);
    assertThat(figures.strangers()).isEqualTo((int) evaluation.nonMated()).isEqualTo(1_000);
    assertThat(figures.rank1()).isEqualTo(evaluation.rank1().mean(), within(1e-12));
    IdentificationFigures.AtFpir at10 = evaluation.atFpir().get(0);
    IdentificationFigures.AtFpir at1 = evaluation.atFpir().get(1);
    assertThat(figures.dirAt10().orElseThrow()).isEqualTo(1 - fnir(at10), within(1e-12));
    assertThat(figures.dirAt1().orElseThrow()).isEqualTo(1 - fnir(at1), within(1e-12));
    assertThat(figures.thresholdAt1())
        .isEqualTo(Objects.requireNonNull(at1.threshold()).mean(), within(1e-12));
  }

  @Test
  void comparisonsAndEpisodesAreThoseOfAnEvaluationOfTheSameEmbeddings() {
    int classes = 40;
    int images = classes * PER_CLASS;

    OpenSetFigures figures =
        HeldOutFigures.of(
            Arrays.copyOf(embeddings(0.3), images), Arrays.copyOf(labels(), images), 3);

    VerificationFigures verification = VerificationFigures.of(identities(classes), 3).orElseThrow();
    assertThat(figures.eer()).isEqualTo(verification.eer());
    assertThat(figures.thresholdAtEer()).isEqualTo(verification.thresholdAtEer());
    FewShotFigures fewShot =
        FewShotFigures.of(identities(classes), 20, 1, 1_000, false, 3).orElseThrow();
    assertThat(figures.fewShot()).isEqualTo(fewShot.accuracy());
  }

  private static List<IdentitySamples> identities(int classes) {
    float[][] embeddings = embeddings(0.3);
    return IntStream.range(0, classes)
        .mapToObj(
            i ->
                new IdentitySamples(
                    "class%03d".formatted(i),
                    "",
                    Arrays.stream(embeddings, i * PER_CLASS, (i + 1) * PER_CLASS)
                        .map(UnitVector::of)
                        .toList()))
        .toList();
  }

  private static double fnir(IdentificationFigures.AtFpir at) {
    return Objects.requireNonNull(at.fnir()).mean();
  }

  @Test
  void perfectWhereEachClassIsOnePoint() {
    OpenSetFigures figures = HeldOutFigures.of(embeddings(0), labels(), 1);

    assertThat(figures.eer()).isZero();
    assertThat(figures.fewShot()).isEqualTo(1);
    assertThat(figures.rank1()).isEqualTo(1, within(1e-9));
    assertThat(figures.dirAt1()).hasValue(1);
    assertThat(figures.dirAt10()).hasValue(1);
  }

  @Test
  void twoModelsAreMeasuredInTheSameSplits() {
    OpenSetFigures clear = HeldOutFigures.of(embeddings(0.15), labels(), 1);
    OpenSetFigures noisy = HeldOutFigures.of(embeddings(0.3), labels(), 1);

    assertThat(noisy.eer()).isGreaterThan(clear.eer());
    assertThat(noisy.fewShot()).isLessThan(clear.fewShot());
    for (ToDoubleFunction<Split> figure :
        List.<ToDoubleFunction<Split>>of(Split::rank1, Split::dirAt1, Split::dirAt10)) {
      for (int i = 0; i < clear.splits().size(); i++) {
        assertThat(figure.applyAsDouble(noisy.splits().get(i)))
            .isLessThan(figure.applyAsDouble(clear.splits().get(i)));
      }
    }
    assertThat(HeldOutFigures.of(embeddings(0.3), labels(), 1)).isEqualTo(noisy);
  }

  @Test
  void statesNoRateThatStrangersAreTooFewFor() {
    OpenSetFigures of4 = ofFirst(4 * PER_CLASS);
    assertThat(of4.ways()).isEqualTo(4);
    assertThat(of4.strangers()).isEqualTo(20);
    assertThat(of4.dirAt1()).isEmpty();
    assertThat(of4.dirAt10()).isEmpty();
    assertThat(of4.thresholdAt1()).isFinite();

    OpenSetFigures of20 = ofFirst(20 * PER_CLASS);
    assertThat(of20.ways()).isEqualTo(20);
    assertThat(of20.strangers()).isEqualTo(100);
    assertThat(of20.dirAt1()).isEmpty();
    assertThat(of20.dirAt10()).isPresent();
  }

  @Test
  void classesOfOneImageAreStrangersOnly() {
    OpenSetFigures figures = ofFirst(8 * PER_CLASS + 1);

    assertThat(figures.classes()).isEqualTo(9);
    assertThat(figures.ways()).isEqualTo(8);
    assertThat(figures.enrolled()).isEqualTo(4);
    assertThat(figures.strangers()).isEqualTo(4 * PER_CLASS + 1);
  }

  private static OpenSetFigures ofFirst(int images) {
    return HeldOutFigures.of(
        Arrays.copyOf(embeddings(0.15), images), Arrays.copyOf(labels(), images), 1);
  }

  private static int[] labels() {
    int[] labels = new int[CLASSES * PER_CLASS];
    Arrays.setAll(labels, i -> i / PER_CLASS);
    return labels;
  }

  private static float[][] embeddings(double noise) {
    Random random = new Random(2);
    float[][] embeddings = new float[CLASSES * PER_CLASS][16];
    float[] centre = new float[16];
    for (int i = 0; i < embeddings.length; i++) {
      double norm = 0;
      for (int j = 0; j < 16; j++) {
        if (i % PER_CLASS == 0) {
          centre[j] = (float) random.nextGaussian() / 4;
        }
        embeddings[i][j] = (float) (centre[j] + noise * random.nextGaussian());
        norm += embeddings[i][j] * embeddings[i][j];
      }
      for (int j = 0; j < 16; j++) {
        embeddings[i][j] /= (float) Math.sqrt(norm);
      }
    }
    return embeddings;
  }
}
