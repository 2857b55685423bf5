package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a move to another model carries over, and what it does to the error rates.
 *
 * @param from the model that was live
 * @param to the other model
 * @param templates templates that were live
 * @param carried those of them that the other model has embedded
 * @param identities identities that had templates
 * @param lost number of identities of which nothing is carried over
 * @param leftBehind identities of which not all templates are carried over, by id; the first 1,000
 * @param rates FNIR at several FPIR with both models, measured on the templates carried over; empty
 *     when nothing was measured, as with fewer than 20 identities
 */
@Serdeable
public record UpgradeView(
    ModelView from,
    ModelView to,
    long templates,
    long carried,
    int identities,
    long lost,
    List<LeftBehind> leftBehind,
    List<Rates> rates) {

  /**
   * An identity of which not all is carried over.
   *
   * @param identity its id
   * @param templates how many templates it has
   * @param left how many of them cannot be carried over
   * @param reason why, for the first of them
   */
  @Serdeable
  public record LeftBehind(String identity, int templates, int left, String reason) {}

  /**
   * What it takes to keep a FPIR, with both models.
   *
   * @param fpir share of strangers' searches that return an identity
   * @param thresholdBefore threshold for it with the model that was live
   * @param fnirBefore share of enrolled subjects' searches that miss them there; null when no
   *     identity has two templates
   * @param thresholdAfter the threshold with the other model
   * @param fnirAfter the share of misses with the other model
   */
  @Serdeable
  public record Rates(
      double fpir,
      double thresholdBefore,
      @Nullable Double fnirBefore,
      double thresholdAfter,
      @Nullable Double fnirAfter) {}
}
