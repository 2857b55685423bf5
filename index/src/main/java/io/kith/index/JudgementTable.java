package io.kith.index;

import io.kith.index.calibration.Suspects.Pair;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What operators said of one gallery after they had looked, over one connection. Not safe for
 * concurrent use.
 */
final class JudgementTable {

  private static final int MOST_REJECTIONS = 10_000;

  private final Handle handle;
  private final long gallery;

  JudgementTable(Handle handle, long gallery) {
    this.handle = handle;
    this.gallery = gallery;
  }

  /**
   * Notes that a probe is not of an identity; of the latest 10,000 in the gallery.
   *
   * @param probe hash of its vector: one probe is rejected once
   * @param template the template that it came nearest to
   */
  void reject(
      long identity,
      String probe,
      String template,
      double cosine,
      String fingerprint,
      Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO rejection (gallery_key, identity_key, probe, template_id, cosine, fingerprint, created)
            VALUES (:gallery, :identity, :probe, :template, :cosine, :fingerprint, :now)
            ON CONFLICT (identity_key, probe) DO UPDATE
            SET template_id = :template, cosine = :cosine, fingerprint = :fingerprint, created = :now
            """)
        .bind("gallery", gallery)
        .bind("identity", identity)
        .bind("probe", probe)
        .bind("template", template)
        .bind("cosine", cosine)
        .bind("fingerprint", fingerprint)
        .bind("now", now.toEpochMilli())
        .execute();
    handle.execute(
        """
        DELETE FROM rejection WHERE gallery_key = ? AND created < (
          SELECT created FROM rejection WHERE gallery_key = ? ORDER BY created DESC LIMIT 1 OFFSET ?)
        """,
        gallery,
        gallery,
        MOST_REJECTIONS - 1);
  }

  /** Takes back what was said of an identity. */
  void acceptAll(long identity) {
    handle.execute("DELETE FROM rejection WHERE identity_key = ?", identity);
  }

  /**
   * Cosines of those of a model whose template is still where it was: the others prove nothing any
   * more.
   */
  List<Double> rejections(String fingerprint) {
    return handle
        .select(
            """
            SELECT r.cosine FROM rejection r
            WHERE r.gallery_key = ? AND r.fingerprint = ? AND EXISTS (
              SELECT 1 FROM template t WHERE t.id = r.template_id AND t.identity_key = r.identity_key)
            ORDER BY r.identity_key, r.probe
            """,
            gallery,
            fingerprint)
        .mapTo(Double.class)
        .list();
  }

  void distinguish(Pair pair, boolean distinct) {
    if (!distinct) {
      handle.execute(
          "DELETE FROM distinct_pair WHERE first_key = ? AND second_key = ?",
          pair.first(),
          pair.second());
      return;
    }
    handle.execute(
        "INSERT INTO distinct_pair (gallery_key, first_key, second_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        gallery,
        pair.first(),
        pair.second());
  }

  boolean areDistinct(Pair pair) {
    return handle
        .select(
            "SELECT EXISTS (SELECT 1 FROM distinct_pair WHERE first_key = ? AND second_key = ?)",
            pair.first(),
            pair.second())
        .mapTo(Boolean.class)
        .one();
  }

  List<DistinctPair> distinct() {
    return handle
        .select(
            """
            SELECT a.id, b.id FROM distinct_pair p
            JOIN identity a ON a.key = p.first_key JOIN identity b ON b.key = p.second_key
            WHERE p.gallery_key = ? ORDER BY a.id, b.id
            """,
            gallery)
        .map((row, _) -> new DistinctPair(row.getString(1), row.getString(2)))
        .list();
  }

  Set<Pair> distinctKeys() {
    return Set.copyOf(
        handle
            .select(
                "SELECT first_key, second_key FROM distinct_pair WHERE gallery_key = ?", gallery)
            .map((row, _) -> new Pair(row.getLong(1), row.getLong(2)))
            .list());
  }

  /** Forgets what was said of an identity that is deleted. */
  void forget(long identity) {
    acceptAll(identity);
    handle.execute(
        "DELETE FROM distinct_pair WHERE first_key = ? OR second_key = ?", identity, identity);
  }

  /** Forgets everything. */
  void forgetAll() {
    handle.execute("DELETE FROM rejection WHERE gallery_key = ?", gallery);
    handle.execute("DELETE FROM distinct_pair WHERE gallery_key = ?", gallery);
  }
}
