package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import org.jspecify.annotations.Nullable;

/**
 * One building of a gallery's index.
 *
 * @param number its number, from 1; a later building has a higher one
 * @param structure what it is built of; null where the setting decides
 * @param model the model whose vectors it holds
 */
record Generation(long number, @Nullable Structure structure, NumberedModel model) {

  /** The settings that it is built and searched with. */
  IndexSettings settings(IndexSettings general) {
    return structure == null ? general : general.with(structure);
  }

  /** Whether it is the same building. */
  boolean is(Generation other) {
    return number == other.number;
  }

  /** Whether it holds vectors of the same model as another. */
  boolean sameModel(Generation other) {
    return model.number() == other.model.number();
  }
}
