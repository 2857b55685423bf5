package io.kith.it;

import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import io.kith.server.api.VerifyImagesRequest;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Verification 1:1 on the published development pairs, through Kith from JPEG bytes to cosine. */
public final class VerificationProtocol {

  private static final int FOLDS = 10;

  private final Kith kith;
  private final Lfw lfw;
  private final String model;

  /** On these photographs, with a model. */
  public VerificationProtocol(Kith kith, Lfw lfw, String model) {
    this.kith = kith;
    this.lfw = lfw;
    this.model = model;
  }

  /**
   * What came out.
   *
   * @param pairs number of pairs, half of them mated
   * @param unread pairs with an image in which no face was found; they count as wrong
   * @param accuracy share of pairs decided rightly, the threshold of each fold chosen on the nine
   *     others
   * @param eer error rate at the threshold where both errors are equal
   * @param thresholdAtEer that threshold
   */
  public record Figures(
      int pairs, int unread, double accuracy, double eer, double thresholdAtEer) {}

  private record Score(double cosine, boolean mated, boolean read) {}

  /** Runs it. */
  public Figures run() {
    List<Score> scores =
        Parallel.map(lfw.pairs(), Runtime.getRuntime().availableProcessors(), this::score);
    double right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      List<Score> others = part(scores, i -> i % FOLDS != held);
      double threshold = best(others);
      right +=
          part(scores, i -> i % FOLDS == held).stream()
              .filter(it -> it.read() && it.mated() == it.cosine() >= threshold)
              .count();
    }
    double equal = equalErrors(scores);
    return new Figures(
        scores.size(),
        (int) scores.stream().filter(it -> !it.read()).count(),
        right / scores.size(),
        (falseMatches(scores, equal) + falseNonMatches(scores, equal)) / 2,
        equal);
  }

  private Score score(Lfw.Pair pair) {
    try {
      double cosine =
          kith.verify(
                  new VerifyImagesRequest(
                      lfw.image(pair.a()), lfw.image(pair.b()), model, null, "largest"))
              .cosine();
      return new Score(cosine, pair.mated(), true);
    } catch (ProblemException e) {
      return new Score(-1, pair.mated(), false);
    }
  }

  private static List<Score> part(List<Score> scores, IntPredicate chosen) {
    return IntStream.range(0, scores.size()).filter(chosen).mapToObj(scores::get).toList();
  }

  private static double best(List<Score> scores) {
    return scores.stream()
        .map(Score::cosine)
        .max(
            Comparator.comparingLong(
                threshold ->
                    scores.stream().filter(it -> it.mated() == it.cosine() >= threshold).count()))
        .orElseThrow();
  }

  private static double equalErrors(List<Score> scores) {
    return scores.stream()
        .map(Score::cosine)
        .min(
            Comparator.comparingDouble(
                threshold ->
                    Math.abs(falseMatches(scores, threshold) - falseNonMatches(scores, threshold))))
        .orElseThrow();
  }

  private static double falseMatches(List<Score> scores, double threshold) {
    List<Score> nonMated = scores.stream().filter(it -> !it.mated()).toList();
    return (double) nonMated.stream().filter(it -> it.cosine() >= threshold).count()
        / nonMated.size();
  }

  private static double falseNonMatches(List<Score> scores, double threshold) {
    List<Score> mated = scores.stream().filter(Score::mated).toList();
    return (double) mated.stream().filter(it -> it.cosine() < threshold).count() / mated.size();
  }
}
