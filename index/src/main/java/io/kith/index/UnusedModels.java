package io.kith.index;

import org.jdbi.v3.core.Handle;

/**
 * Rows of models that a gallery neither has, nor had before, nor is being moved to: what is left
 * when a generation is removed whose model nothing needs any more.
 */
final class UnusedModels {

  /* Others write between two pieces. */
  private static final int PIECE = 1_000;

  private static final String OF_NO_USE =
      """
      gallery_key = :gallery AND model NOT IN (
        SELECT model FROM gallery WHERE key = :gallery
        UNION SELECT model FROM previous_generation WHERE gallery_key = :gallery
        UNION SELECT model FROM upgrade WHERE gallery_key = :gallery)
      """;

  private UnusedModels() {}

  /** Removes them. */
  static void remove(EmbeddingStore store, long gallery) {
    while (store.read(handle -> any(handle, gallery))) {
      store.write(
          Follower.NONE,
          handle -> {
            delete(handle, gallery);
            return true;
          });
    }
  }

  private static boolean any(Handle handle, long gallery) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM template WHERE "
                + OF_NO_USE
                + ") OR EXISTS (SELECT 1 FROM calibration WHERE "
                + OF_NO_USE
                + ")")
        .bind("gallery", gallery)
        .mapTo(Boolean.class)
        .one();
  }

  private static void delete(Handle handle, long gallery) {
    handle
        .createUpdate(
            "DELETE FROM template WHERE sequence IN (SELECT sequence FROM template WHERE "
                + OF_NO_USE
                + " LIMIT "
                + PIECE
                + ")")
        .bind("gallery", gallery)
        .execute();
    handle
        .createUpdate("DELETE FROM calibration WHERE " + OF_NO_USE)
        .bind("gallery", gallery)
        .execute();
    new ErasureTable(handle).note();
  }
}
