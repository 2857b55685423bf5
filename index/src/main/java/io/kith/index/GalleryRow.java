package io.kith.index;

import java.time.Instant;
import java.util.Optional;

/**
 * A gallery as the store keeps it.
 *
 * @param key number of its creation in the change sequence, never used again
 * @param generation the live generation of its index
 * @param previous the generation before, if it is kept
 * @param sequence the last change of the gallery or of anything in it
 */
record GalleryRow(
    long key,
    String name,
    GalleryModel model,
    ThresholdRule rule,
    Generation generation,
    Optional<Generation> previous,
    Instant created,
    long sequence) {

  /** Whether nothing was ever put into it. */
  boolean untouched() {
    return sequence == key;
  }
}
