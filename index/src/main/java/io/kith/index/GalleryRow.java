package io.kith.index;

import java.time.Instant;
import java.util.Optional;

/**
 * A gallery as the store keeps it.
 *
 * @param key number of its creation in the change sequence, never used again
 * @param keepsImages whether the images of its templates are kept
 * @param generation the live generation of its index
 * @param previous the generation before, if it is kept
 * @param sequence the last change of the gallery or of anything in it
 * @param trimmed number of the change sequence up to which deletions are not known any more
 */
record GalleryRow(
    long key,
    String name,
    ThresholdRule rule,
    boolean keepsImages,
    Generation generation,
    Optional<Generation> previous,
    Instant created,
    long sequence,
    long trimmed) {

  /** The model of the live generation. */
  GalleryModel model() {
    return generation.model().model();
  }

  /** Whether nothing was ever put into it. */
  boolean untouched() {
    return sequence == key;
  }
}
