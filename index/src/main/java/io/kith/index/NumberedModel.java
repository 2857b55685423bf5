package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One of the models that a gallery has, had, or is being moved to.
 *
 * @param number its number in the gallery, from 1; rows of templates carry it
 * @param model the model
 */
record NumberedModel(long number, GalleryModel model) {

  /**
   * Reads one from a row of galleries, previous generations or upgrades.
   *
   * @param which start of the columns' names
   */
  static NumberedModel read(ResultSet row, String which) throws SQLException {
    return new NumberedModel(
        row.getLong(which + "model"),
        new GalleryModel(
            row.getString(which + "model_name"),
            row.getString(which + "model_fingerprint"),
            row.getInt(which + "dimension")));
  }

  /** Whether its vectors are those of another. */
  boolean makes(GalleryModel other) {
    return model.fingerprint().equals(other.fingerprint())
        && model.dimension() == other.dimension();
  }
}
