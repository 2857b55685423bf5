package io.kith.index;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.IndexException.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of galleries, over one connection. Not safe for concurrent use. */
final class GalleryTable {

  private static final String SELECT =
      """
      SELECT g.key, g.name, g.threshold, g.target_fpir, g.keep_images, g.created, g.sequence, g.trimmed,
        g.generation, g.structure, g.model, g.model_name, g.model_fingerprint, g.dimension,
        p.generation AS previous_generation, p.structure AS previous_structure, p.model AS previous_model,
        p.model_name AS previous_model_name, p.model_fingerprint AS previous_model_fingerprint,
        p.dimension AS previous_dimension
      FROM gallery g LEFT JOIN previous_generation p ON p.gallery_key = g.key
      """;

  private final Handle handle;

  GalleryTable(Handle handle) {
    this.handle = handle;
  }

  List<GalleryRow> list() {
    return handle.select(SELECT + "ORDER BY name").map((row, _) -> read(row)).list();
  }

  Optional<GalleryRow> find(long key) {
    return handle.select(SELECT + "WHERE key = ?", key).map((row, _) -> read(row)).findOne();
  }

  long insert(
      String name, GalleryModel model, ThresholdRule rule, boolean keepImages, Instant created) {
    long key = nextSequence(1);
    handle
        .createUpdate(
            """
            INSERT INTO gallery
              (key, name, model, model_name, model_fingerprint, dimension, threshold, target_fpir, keep_images,
                generation, created, sequence)
            VALUES (:key, :name, 1, :modelName, :fingerprint, :dimension, :threshold, :targetFpir, :keepImages,
              1, :created, :key)
            """)
        .bind("key", key)
        .bind("name", name)
        .bind("modelName", model.name())
        .bind("fingerprint", model.fingerprint())
        .bind("dimension", model.dimension())
        .bind("threshold", threshold(rule))
        .bind("targetFpir", targetFpir(rule))
        .bind("keepImages", keepImages ? 1 : 0)
        .bind("created", created.toEpochMilli())
        .execute();
    return key;
  }

  void update(GalleryRow row, String modelName, ThresholdRule rule, boolean keepImages) {
    if (!keepImages && row.keepsImages()) {
      new ErasureTable(handle).note();
    }
    handle
        .createUpdate(
            """
            UPDATE gallery SET model_name = :modelName, threshold = :threshold, target_fpir = :targetFpir,
              keep_images = :keepImages
            WHERE key = :key
            """)
        .bind("keepImages", keepImages ? 1 : 0)
        .bind("modelName", modelName)
        .bind("threshold", threshold(rule))
        .bind("targetFpir", targetFpir(rule))
        .bind("key", row.key())
        .execute();
  }

  /**
   * Makes another generation the live one; the live one becomes the previous. With another model
   * goes the threshold that the gallery sets, while a target stays; what it set comes back with its
   * model.
   */
  void switchGeneration(long key, Generation next) {
    GalleryRow row = find(key).orElseThrow();
    ThresholdRule rule = ruleWith(next, row);
    forgetPrevious(key);
    handle.execute(
        """
        INSERT INTO previous_generation
          (gallery_key, generation, structure, model, model_name, model_fingerprint, dimension, threshold, target_fpir)
        SELECT key, generation, structure, model, model_name, model_fingerprint, dimension, threshold,
          target_fpir
        FROM gallery WHERE key = ?
        """,
        key);
    replaceGeneration(key, next);
    if (!row.generation().sameModel(next)) {
      switchModel(key, next.model(), rule);
    }
  }

  private ThresholdRule ruleWith(Generation next, GalleryRow row) {
    ThresholdRule before =
        handle
            .select(
                "SELECT threshold, target_fpir FROM previous_generation WHERE gallery_key = ? AND model = ?",
                row.key(),
                next.model().number())
            .map((each, _) -> rule(each))
            .findOne()
            .orElse(new ThresholdRule.Usual());
    return switch (before) {
      case ThresholdRule.Usual usual ->
          row.rule() instanceof ThresholdRule.Target target ? target : usual;
      case ThresholdRule.Fixed fixed -> fixed;
      case ThresholdRule.Target target -> target;
    };
  }

  private void switchModel(long key, NumberedModel next, ThresholdRule rule) {
    handle
        .createUpdate(
            """
            UPDATE gallery SET model = :model, model_name = :name, model_fingerprint = :fingerprint,
              dimension = :dimension, threshold = :threshold, target_fpir = :targetFpir
            WHERE key = :key
            """)
        .bind("model", next.number())
        .bind("name", next.model().name())
        .bind("fingerprint", next.model().fingerprint())
        .bind("dimension", next.model().dimension())
        .bind("threshold", threshold(rule))
        .bind("targetFpir", targetFpir(rule))
        .bind("key", key)
        .execute();
  }

  /** Makes another generation the live one, in place of one that is of no use any more. */
  void replaceGeneration(long key, Generation next) {
    handle.execute(
        "UPDATE gallery SET generation = ?, structure = ? WHERE key = ?",
        next.number(),
        next.structure() == null ? null : next.structure().name(),
        key);
  }

  void forgetPrevious(long key) {
    handle.execute("DELETE FROM previous_generation WHERE gallery_key = ?", key);
  }

  /** Deletes a gallery with everything in it. */
  void delete(long key) {
    new InboxTable(handle, key).end();
    new JudgementTable(handle, key).forgetAll();
    handle.execute("DELETE FROM kept_answer WHERE gallery_key = ?", key);
    handle.execute("DELETE FROM calibration WHERE gallery_key = ?", key);
    forgetPrevious(key);
    handle.execute("DELETE FROM upgrade WHERE gallery_key = ?", key);
    handle.execute("DELETE FROM tombstone WHERE gallery_key = ?", key);
    handle.execute("DELETE FROM template WHERE gallery_key = ?", key);
    handle.execute("DELETE FROM identity WHERE gallery_key = ?", key);
    handle.execute("DELETE FROM gallery WHERE key = ?", key);
    new ErasureTable(handle).note();
    nextSequence(1);
  }

  /**
   * Takes numbers of the change sequence for changes in a gallery.
   *
   * @return the first of {@code count} numbers in a row
   * @throws IndexException when the gallery is gone
   */
  long nextSequence(long key, long count) {
    long first = nextSequence(count);
    int galleries =
        handle.execute("UPDATE gallery SET sequence = ? WHERE key = ?", first + count - 1, key);
    if (galleries == 0) {
      throw new IndexException(Problem.GONE, "the gallery was deleted meanwhile; create it again");
    }
    return first;
  }

  private long nextSequence(long count) {
    handle.execute("UPDATE change_sequence SET value = value + ?", count);
    return handle.select("SELECT value FROM change_sequence").mapTo(Long.class).one() - count + 1;
  }

  long identities(long key) {
    return count("SELECT count(*) FROM identity WHERE gallery_key = ?", key);
  }

  long templates(long key) {
    return count("SELECT count(*) FROM live_template WHERE gallery_key = ?", key);
  }

  /** Number of identities that have templates. */
  int enrolled(long key) {
    return Math.toIntExact(
        count(
            """
            SELECT count(*) FROM identity i JOIN gallery g ON g.key = i.gallery_key
            WHERE i.gallery_key = ?
              AND EXISTS (SELECT 1 FROM template t WHERE t.identity_key = i.key AND t.model = g.model)
            """,
            key));
  }

  /**
   * Number up to which nobody needs tombstones: what was measured last, with any model, counts the
   * deletions since.
   *
   * @param applied number that all indexes have come to
   */
  long needless(long key, long applied) {
    return handle
        .createQuery(
            """
            SELECT min(coalesce(min(latest), :applied), :applied)
            FROM (SELECT max(sequence) AS latest FROM calibration WHERE gallery_key = :gallery GROUP BY model)
            """)
        .bind("applied", applied)
        .bind("gallery", key)
        .mapTo(Long.class)
        .one();
  }

  /**
   * Deletes some of the tombstones up to a number of the change sequence.
   *
   * @param most tombstones to delete
   * @return whether there were so many
   */
  boolean trim(long key, long upTo, int most) {
    handle.execute("UPDATE gallery SET trimmed = max(trimmed, ?) WHERE key = ?", upTo, key);
    int deleted =
        handle.execute(
            """
            DELETE FROM tombstone WHERE sequence IN (
              SELECT sequence FROM tombstone WHERE gallery_key = ? AND sequence <= ? LIMIT ?)
            """,
            key,
            upTo,
            most);
    return deleted == most;
  }

  /**
   * Number of templates that were added or deleted after a number of the change sequence; not those
   * deleted whose tombstones are {@linkplain #trim gone}.
   */
  long changedTemplates(long key, long after) {
    return handle
        .select(
            """
            SELECT (SELECT count(*) FROM live_template WHERE gallery_key = ? AND sequence > ?)
              + (SELECT count(*) FROM tombstone WHERE gallery_key = ? AND sequence > ?)
            """,
            key,
            after,
            key,
            after)
        .mapTo(Long.class)
        .one();
  }

  private long count(String sql, long key) {
    return handle.select(sql, key).mapTo(Long.class).one();
  }

  private static GalleryRow read(ResultSet row) throws SQLException {
    return new GalleryRow(
        row.getLong("key"),
        row.getString("name"),
        rule(row),
        row.getInt("keep_images") == 1,
        generation(row, "").orElseThrow(),
        generation(row, "previous_"),
        Instant.ofEpochMilli(row.getLong("created")),
        row.getLong("sequence"),
        row.getLong("trimmed"));
  }

  private static Optional<Generation> generation(ResultSet row, String which) throws SQLException {
    long number = row.getLong(which + "generation");
    if (row.wasNull()) {
      return Optional.empty();
    }
    String structure = row.getString(which + "structure");
    return Optional.of(
        new Generation(
            number,
            structure == null ? null : Structure.valueOf(structure),
            NumberedModel.read(row, which)));
  }

  private static ThresholdRule rule(ResultSet row) throws SQLException {
    double threshold = row.getDouble("threshold");
    if (!row.wasNull()) {
      return new ThresholdRule.Fixed(threshold);
    }
    double target = row.getDouble("target_fpir");
    return row.wasNull() ? new ThresholdRule.Usual() : new ThresholdRule.Target(target);
  }

  private static @Nullable Double threshold(ThresholdRule rule) {
    return rule instanceof ThresholdRule.Fixed(double cosine) ? cosine : null;
  }

  private static @Nullable Double targetFpir(ThresholdRule rule) {
    return rule instanceof ThresholdRule.Target(double fpir) ? fpir : null;
  }
}
