package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import org.jspecify.annotations.Nullable;

/**
 * One building of a gallery's index.
 *
 * @param number its number, from 1; a later building has a higher one
 * @param structure what it is built of; null where the setting decides
 */
record Generation(long number, @Nullable Structure structure) {

  /** The settings that it is built and searched with. */
  IndexSettings settings(IndexSettings general) {
    return structure == null ? general : general.with(structure);
  }
}
