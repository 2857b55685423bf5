package io.kith.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kith.index.calibration.Measurement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of one gallery's calibrations with one of its models, over one connection. Not safe for
 * concurrent use.
 */
final class CalibrationTable {

  private static final Logger log = LoggerFactory.getLogger(CalibrationTable.class);

  /* Its own readings, however long: Jackson's defaults may be bounded for what clients send. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().build())
                  .build())
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

  /** The latest ones first; without those that no threshold can come from. */
  List<Calibration> list() {
    return handle
        .select(SELECT + "ORDER BY id DESC", gallery, model)
        .map((row, _) -> read(row))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** The latest one; empty when there is none, or no threshold can come from it. */
  Optional<Calibration> latest() {
    Optional<Optional<Calibration>> last =
        handle
            .select(SELECT + "ORDER BY id DESC LIMIT 1", gallery, model)
            .map((row, _) -> read(row))
            .findOne();
    if (last.isPresent() && last.get().isEmpty()) {
      log.warn(
          "gallery {} counts as not calibrated, for its latest calibration gives no thresholds; calibrate it again",
          new GalleryTable(handle).find(gallery).map(GalleryRow::name).orElse(""));
    }
    return last.flatMap(it -> it);
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

  private static Optional<Calibration> read(ResultSet row) throws SQLException {
    try {
      return Optional.of(
          new Calibration(
              row.getString("id"),
              Instant.ofEpochMilli(row.getLong("created")),
              row.getLong("sequence"),
              row.getString("cohort"),
              row.getLong("seed"),
              JSON.readValue(row.getString("measurement"), Measurement.class)));
    } catch (ValueInstantiationException _) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IndexException(
          IndexException.Problem.CORRUPT,
          "a stored calibration cannot be read; restore the store from a backup",
          e);
    }
  }
}
