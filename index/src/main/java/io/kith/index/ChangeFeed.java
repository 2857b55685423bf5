package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in a gallery, as one of its models sees it, since a number of the change
 * sequence. Read at one moment, a template is either changed or deleted, never both, so the order
 * of applying them does not matter; applying one twice does no harm.
 */
final class ChangeFeed {

  /**
   * A template with all that an index keeps of it.
   *
   * @param sequence number of its enrolment in the change sequence
   */
  record IndexedTemplate(
      long sequence,
      String template,
      long identityKey,
      String identity,
      @Nullable String label,
      String metadata,
      UnitVector vector) {}

  private static final String SELECT =
      """
      SELECT t.sequence, t.id, t.identity_key, i.id AS identity, i.label, i.metadata, t.vector
      FROM template t JOIN identity i ON i.key = t.identity_key
      """;

  private final Handle handle;
  private final long gallery;
  private final long model;

  /**
   * @param model number of the model whose vectors are wanted
   */
  ChangeFeed(Handle handle, long gallery, long model) {
    this.handle = handle;
    this.gallery = gallery;
    this.model = model;
  }

  /**
   * Templates that are new, and those of identities that have changed, oldest first; to be closed.
   */
  Stream<IndexedTemplate> templates(long after) {
    return handle
        .createQuery(
            SELECT
                + """
            WHERE t.sequence IN (
              SELECT sequence FROM template
              WHERE gallery_key = :gallery AND model = :model AND sequence > :after
              UNION
              SELECT tc.sequence FROM identity ic JOIN template tc ON tc.identity_key = ic.key
              WHERE ic.gallery_key = :gallery AND ic.sequence > :after AND tc.model = :model)
            ORDER BY t.sequence
            """)
        .bind("gallery", gallery)
        .bind("model", model)
        .bind("after", after)
        .map((row, _) -> read(row))
        .stream();
  }

  /**
   * Templates by their enrolment, oldest first, whatever has changed.
   *
   * @param after number of the change sequence after which
   * @param upTo number of the change sequence up to which
   * @param most templates in the page
   */
  List<IndexedTemplate> page(long after, long upTo, int most) {
    return handle
        .createQuery(
            SELECT
                + """
            WHERE t.gallery_key = :gallery AND t.model = :model
              AND t.sequence > :after AND t.sequence <= :upTo
            ORDER BY t.sequence LIMIT :most
            """)
        .bind("gallery", gallery)
        .bind("model", model)
        .bind("after", after)
        .bind("upTo", upTo)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  private static IndexedTemplate read(ResultSet row) throws SQLException {
    return new IndexedTemplate(
        row.getLong("sequence"),
        row.getString("id"),
        row.getLong("identity_key"),
        row.getString("identity"),
        row.getString("label"),
        row.getString("metadata"),
        VectorBytes.decode(row.getBytes("vector")));
  }

  /** Ids of templates that were deleted; to be closed. */
  Stream<String> deletions(long after) {
    return handle
        .createQuery(
            "SELECT template_id FROM tombstone WHERE gallery_key = :gallery AND sequence > :after")
        .bind("gallery", gallery)
        .bind("model", model)
        .bind("after", after)
        .mapTo(String.class)
        .stream();
  }

  /** Number of the first enrolment of those that are there; 1 when none are. */
  long first() {
    return handle
        .select(
            "SELECT coalesce(min(sequence), 1) FROM template WHERE gallery_key = ? AND model = ?",
            gallery,
            model)
        .mapTo(Long.class)
        .one();
  }

  /** Number of templates. */
  long count() {
    return handle
        .select("SELECT count(*) FROM template WHERE gallery_key = ? AND model = ?", gallery, model)
        .mapTo(Long.class)
        .one();
  }

  /** Ids of all templates; to be closed. */
  Stream<String> ids() {
    return handle
        .createQuery("SELECT id FROM template WHERE gallery_key = :gallery AND model = :model")
        .bind("gallery", gallery)
        .bind("model", model)
        .mapTo(String.class)
        .stream();
  }
}
