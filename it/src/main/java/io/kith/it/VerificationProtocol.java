package io.kith.it;

import io.kith.index.evaluation.Comparison;
import io.kith.index.evaluation.Comparisons;
import io.kith.index.evaluation.Folds;
import io.kith.index.evaluation.OperatingPoint;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import io.kith.server.api.VerifyImagesRequest;
import java.util.List;

/** Verification 1:1 on the published development pairs, through Kith from JPEG bytes to cosine. */
public final class VerificationProtocol {

  private static final int FOLDS = 10;
  private static final double NO_MATCH = -1;

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
   * @param unread pairs with an image in which no face was found; they match nothing
   * @param folds share of pairs decided rightly, over ten folds
   * @param equalError where both errors are equal
   */
  public record Figures(int pairs, int unread, Folds folds, OperatingPoint equalError) {}

  /** Runs it. */
  public Figures run() {
    List<Comparison> comparisons =
        Parallel.map(lfw.pairs(), Runtime.getRuntime().availableProcessors(), this::compared);
    return new Figures(
        comparisons.size(),
        (int) comparisons.stream().filter(it -> it.cosine() == NO_MATCH).count(),
        Folds.of(Folds.deal(comparisons, FOLDS)),
        Comparisons.of(comparisons).equalError());
  }

  private Comparison compared(Lfw.Pair pair) {
    // Only whether both are one person matters here, not who they are.
    String other = pair.mated() ? pair.a() : pair.b();
    try {
      double cosine =
          kith.verify(
                  new VerifyImagesRequest(
                      lfw.image(pair.a()), lfw.image(pair.b()), model, null, "largest"))
              .cosine();
      return new Comparison(pair.a(), other, cosine);
    } catch (ProblemException e) {
      return new Comparison(pair.a(), other, NO_MATCH);
    }
  }
}
