package io.kith.index;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The models that galleries are being moved to, over one connection. Not safe for concurrent use.
 */
final class UpgradeTable {

  private final Handle handle;
  private final long gallery;

  UpgradeTable(Handle handle, long gallery) {
    this.handle = handle;
    this.gallery = gallery;
  }

  /**
   * Begins to move the gallery to a model, or goes on: where the model was live before, or a move
   * to it was stopped, it has its number and vectors already.
   */
  NumberedModel begin(GalleryModel model) {
    GalleryRow row = new GalleryTable(handle).find(gallery).orElseThrow();
    Optional<NumberedModel> known =
        row.previous()
            .map(Generation::model)
            .filter(it -> it.makes(model))
            .or(() -> find().filter(it -> it.makes(model)));
    if (known.isPresent()) {
      return known.get();
    }
    NumberedModel next = new NumberedModel(highest() + 1, model);
    handle.execute("DELETE FROM upgrade WHERE gallery_key = ?", gallery);
    handle.execute(
        """
        INSERT INTO upgrade (gallery_key, model, model_name, model_fingerprint, dimension) VALUES (?, ?, ?, ?, ?)
        """,
        gallery,
        next.number(),
        model.name(),
        model.fingerprint(),
        model.dimension());
    return next;
  }

  private Optional<NumberedModel> find() {
    return handle
        .select("SELECT * FROM upgrade WHERE gallery_key = ?", gallery)
        .map((row, _) -> NumberedModel.read(row, ""))
        .findOne();
  }

  private long highest() {
    return handle
        .createQuery(
            """
            SELECT max(model) FROM (
              SELECT model FROM gallery WHERE key = :gallery
              UNION SELECT model FROM previous_generation WHERE gallery_key = :gallery
              UNION SELECT model FROM upgrade WHERE gallery_key = :gallery
              UNION SELECT max(model) FROM template WHERE gallery_key = :gallery
              UNION SELECT max(model) FROM calibration WHERE gallery_key = :gallery) AS known
            """)
        .bind("gallery", gallery)
        .mapTo(Long.class)
        .one();
  }

  /** Ends the move to a model. */
  void end(NumberedModel model) {
    handle.execute(
        "DELETE FROM upgrade WHERE gallery_key = ? AND model = ?", gallery, model.number());
  }
}
