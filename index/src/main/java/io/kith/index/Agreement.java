package io.kith.index;

import java.time.Instant;

/**
 * How far searches of a gallery's index found what measuring all of its templates finds.
 *
 * @param right searches that did
 * @param searches how many were made, with templates of the store as they are and blurred
 * @param generation generation of the index that was searched
 * @param sequence number of the gallery's last change that the index held
 * @param measured when
 */
public record Agreement(int right, int searches, long generation, long sequence, Instant measured) {

  /** Share of the searches that were right; 1 when none could be made. */
  public double share() {
    return searches == 0 ? 1 : (double) right / searches;
  }

  /** Whether the index should be built anew: a new one would not pass with so little. */
  public boolean asksForRebuild() {
    return share() < GenerationProbes.LEAST;
  }
}
