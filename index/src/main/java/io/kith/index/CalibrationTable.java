package io.kith.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kith.index.calibration.Measurement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Rows of one gallery's calibrations with one of its models, over one connection. Not safe for
 * concurrent use.
 */
final class CalibrationTable {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .build();

  /* Enough to see how the threshold moved; older ones say nothing about a gallery that has changed. */
  private static final int KEPT = 20;

  private static final String SELECT =
      "SELECT id, created, sequence, cohort, seed, measurement FROM calibration WHERE gallery_key = ? AND model = ? ";

  private final Handle handle;
  private final long gallery;
  private final long model;

  /**
   * @param model number of the model whose vectors were measured
   */
  CalibrationTable(Handle handle, long gallery, long model) {
    this.handle = handle;
    this.gallery = gallery;
    this.model = model;
  }

  /** The latest ones first. */
  List<Calibration> list() {
    return handle
        .select(SELECT + "ORDER BY id DESC", gallery, model)
        .map((row, _) -> read(row))
        .list();
  }

  Optional<Calibration> latest() {
    return handle
        .select(SELECT + "ORDER BY id DESC LIMIT 1", gallery, model)
        .map((row, _) -> read(row))
        .findOne();
  }

  void insert(Calibration calibration) {
    handle
        .createUpdate(
            """
            INSERT INTO calibration (id, gallery_key, model, created, sequence, cohort, seed, measurement)
            VALUES (:id, :gallery, :model, :created, :sequence, :cohort, :seed, :measurement)
            """)
        .bind("id", calibration.id())
        .bind("gallery", gallery)
        .bind("model", model)
        .bind("created", calibration.created().toEpochMilli())
        .bind("sequence", calibration.sequence())
        .bind("cohort", calibration.cohort())
        .bind("seed", calibration.seed())
        .bind("measurement", write(calibration.measurement()))
        .execute();
    handle.execute(
        """
        DELETE FROM calibration WHERE gallery_key = ? AND model = ? AND id NOT IN (
          SELECT id FROM calibration WHERE gallery_key = ? AND model = ? ORDER BY id DESC LIMIT ?)
        """,
        gallery,
        model,
        gallery,
        model,
        KEPT);
  }

  private static String write(Measurement measurement) {
    try {
      return JSON.writeValueAsString(measurement);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a measurement has no form in JSON", e);
    }
  }

  private static Calibration read(ResultSet row) throws SQLException {
    try {
      return new Calibration(
          row.getString("id"),
          Instant.ofEpochMilli(row.getLong("created")),
          row.getLong("sequence"),
          row.getString("cohort"),
          row.getLong("seed"),
          JSON.readValue(row.getString("measurement"), Measurement.class));
    } catch (JsonProcessingException e) {
      throw new IndexException(
          IndexException.Problem.CORRUPT,
          "a stored calibration cannot be read; restore the store from a backup",
          e);
    }
  }
}
