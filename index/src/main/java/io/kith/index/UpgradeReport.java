package io.kith.index;

import io.kith.index.calibration.Measurement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a gallery's model carries over, and what it does to the error rates.
 *
 * @param from the model that was live
 * @param to the other model
 * @param templates templates that were live
 * @param carried those of them that the other model has embedded
 * @param identities identities that had templates
 * @param leftBehind identities of which not all templates are carried over, by id
 * @param before what was measured with the templates carried over, as the model that was live sees
 *     them; null when there were too few identities, or nothing was measured
 * @param after the same as the other model sees them
 */
public record UpgradeReport(
    GalleryModel from,
    GalleryModel to,
    long templates,
    long carried,
    int identities,
    List<LeftBehind> leftBehind,
    @Nullable Measurement before,
    @Nullable Measurement after) {

  /**
   * An identity of which not all is carried over.
   *
   * @param identity its id
   * @param templates how many templates it has
   * @param left how many of them cannot be carried over
   * @param reason why, for the first of them
   */
  public record LeftBehind(String identity, int templates, int left, String reason) {

    /** Whether nothing of it is carried over. */
    public boolean wholly() {
      return left == templates;
    }
  }

  /** Number of identities of which nothing is carried over. */
  public long lost() {
    return leftBehind.stream().filter(LeftBehind::wholly).count();
  }

  Gate gate(boolean mayLeaveBehind) {
    if (leftBehind.isEmpty()) {
      return new Gate("carried", true, "all templates: %d".formatted(templates));
    }
    String found =
        "templates that cannot be carried over: %d of %d; identities with none that can: %d"
            .formatted(templates - carried, templates, lost());
    return new Gate("carried", mayLeaveBehind, found);
  }
}
