package io.kith.index;

import io.kith.config.IndexSettings;

/**
 * What a gallery is made of. Safe for concurrent use.
 *
 * @param key its key in the store
 * @param generations files of its index
 * @param projection what searches see
 * @param settings of indexes in general
 * @param alone keeps it to one change
 */
record GalleryParts(
    long key,
    String name,
    EmbeddingStore store,
    Generations generations,
    GalleryProjection projection,
    IndexSettings settings,
    Alone alone) {

  /**
   * Its row as it is now.
   *
   * @throws IndexException when the gallery was deleted
   */
  GalleryRow row() {
    return store.read(handle -> new GalleryTable(handle).find(key)).orElseThrow(Switchover::gone);
  }

  /** Makes a generation of a model the live one. */
  Switchover switchover(NumberedModel model) {
    return new Switchover(store, projection, key, model.number());
  }
}
