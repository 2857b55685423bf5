package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures on embeddings whose figures are known. */
final class OpenSetFiguresTest {

  /* Half of them are strangers; as many as it takes to state a rate of 1 %. */
  private static final int CLASSES = 200;

  private static final int PER_CLASS = 10;

  @Test
  void perfectWhereEachClassIsOnePoint() {
    OpenSetFigures figures = OpenSetFigures.of(embeddings(0), labels(), 1);

    assertThat(figures.eer()).isZero();
    assertThat(figures.fewShot()).isEqualTo(1);
    assertThat(figures.rank1()).isEqualTo(1, within(1e-9));
    assertThat(figures.dirAt1()).hasValue(1);
    assertThat(figures.dirAt10()).hasValue(1);
  }

  @Test
  void chanceWhereLabelsMeanNothing() {
    OpenSetFigures figures = OpenSetFigures.of(embeddings(100), labels(), 1);

    assertThat(figures.eer()).isEqualTo(0.5, within(0.05));
    assertThat(figures.fewShot()).isEqualTo(1.0 / 20, within(0.02));
    assertThat(figures.rank1()).isEqualTo(1.0 / 100, within(0.02));
    assertThat(figures.dirAt1().orElseThrow()).isLessThan(0.05);
  }

  @Test
  void moreNoiseIsWorseInEveryFigure() {
    OpenSetFigures clear = OpenSetFigures.of(embeddings(0.15), labels(), 1);
    OpenSetFigures noisy = OpenSetFigures.of(embeddings(0.3), labels(), 1);

    assertThat(noisy.eer()).isGreaterThan(clear.eer());
    assertThat(noisy.fewShot()).isLessThan(clear.fewShot());
    assertThat(noisy.rank1()).isLessThanOrEqualTo(clear.rank1());
    assertThat(noisy.dirAt10().orElseThrow()).isGreaterThanOrEqualTo(noisy.dirAt1().orElseThrow());
  }

  @Test
  void statesNoRateThatStrangersAreTooFewFor() {
    OpenSetFigures of4 = ofFirst(4);
    assertThat(of4.ways()).isEqualTo(4);
    assertThat(of4.strangers()).isEqualTo(20);
    assertThat(of4.dirAt1()).isEmpty();
    assertThat(of4.dirAt10()).isEmpty();

    OpenSetFigures of20 = ofFirst(20);
    assertThat(of20.ways()).isEqualTo(20);
    assertThat(of20.strangers()).isEqualTo(100);
    assertThat(of20.dirAt1()).isEmpty();
    assertThat(of20.dirAt10()).isPresent();
  }

  @Test
  void anEnrolledClassIsAsNearAsItsBestSample() {
    float[][] embeddings = Arrays.copyOf(embeddings(0.3), 20 * PER_CLASS);
    Set<Double> cosines = new HashSet<>();
    for (float[] a : embeddings) {
      for (float[] b : embeddings) {
        cosines.add(dot(a, b));
      }
    }

    OpenSetFigures figures =
        OpenSetFigures.of(embeddings, Arrays.copyOf(labels(), embeddings.length), 1);

    assertThat(figures.splits())
        .allMatch(split -> cosines.contains(split.thresholdAt1()), "is the cosine of two images");
    assertThat(figures.classes()).isEqualTo(20);
    assertThat(figures.enrolled()).isEqualTo(10);
  }

  /* As the figures are computed, in the same order. */
  private static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  @Timeout(30)
  void aModelWhoseEmbeddingsAreNoNumbersIsRefused() {
    float[][] embeddings = embeddings(0.15);
    embeddings[7][3] = Float.NaN;

    assertThatThrownBy(() -> OpenSetFigures.of(embeddings, labels(), 1))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            "the cosine of two images held out is NaN: the model cannot be used; ");
  }

  private static OpenSetFigures ofFirst(int classes) {
    int images = classes * PER_CLASS;
    return OpenSetFigures.of(
        Arrays.copyOf(embeddings(0.15), images), Arrays.copyOf(labels(), images), 1);
  }

  /** One of four mated lies below the one of four non-mated that lies above the others. */
  @Test
  void equalErrorRateOfAHandfulOfScores() {
    double[] mated = {0.3, 0.7, 0.8, 0.9};
    double[] nonMated = {0.1, 0.2, 0.25, 0.6};

    assertThat(OpenSetFigures.equalError(mated, nonMated)[0]).isEqualTo(0.25, within(1e-12));
  }

  @Test
  void equalErrorRateOfNormalScoresIsThatOfTheClosedForm() {
    Random random = new Random(5);
    double[] mated = random.doubles(200_000).map(_ -> 2 + random.nextGaussian()).sorted().toArray();
    double[] nonMated = random.doubles(200_000).map(_ -> random.nextGaussian()).sorted().toArray();

    // Unit normal distributions, 2 apart, cross at 1 from each: 1 - Phi(1).
    double[] equal = OpenSetFigures.equalError(mated, nonMated);
    assertThat(equal[0]).isEqualTo(0.158655, within(0.003));
    assertThat(equal[1]).isEqualTo(1, within(0.02));
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
