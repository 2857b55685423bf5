package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The inbox of one gallery, over one connection. Not safe for concurrent use. */
final class InboxTable {

  /** Probes that an inbox holds at most. */
  static final int MOST = 1_000;

  private final Handle handle;
  private final long gallery;

  InboxTable(Handle handle, long gallery) {
    this.handle = handle;
    this.gallery = gallery;
  }

  /** How long probes are kept; empty when none are. */
  Optional<Duration> keep() {
    return handle
        .select("SELECT keep FROM inbox WHERE gallery_key = ?", gallery)
        .mapTo(Long.class)
        .findOne()
        .map(Duration::ofMillis);
  }

  void keep(Duration time) {
    handle.execute(
        "INSERT INTO inbox (gallery_key, keep) VALUES (?, ?) ON CONFLICT (gallery_key) DO UPDATE SET keep = excluded.keep",
        gallery,
        time.toMillis());
  }

  /** Turns it off and deletes what it holds. */
  void end() {
    clear();
    handle.execute("DELETE FROM inbox WHERE gallery_key = ?", gallery);
  }

  /** Adds a probe, unless it is there; of more than 1,000 the oldest goes. */
  void add(UnknownProbe probe) {
    NewTemplate template = probe.template();
    handle
        .createUpdate(
            """
            INSERT INTO unknown_probe (id, gallery_key, content_hash, fingerprint, quality, created, vector)
            VALUES (:id, :gallery, :hash, :fingerprint, :quality, :seen, :vector)
            ON CONFLICT (gallery_key, content_hash) DO NOTHING
            """)
        .bind("id", probe.id())
        .bind("gallery", gallery)
        .bind("hash", template.contentHash())
        .bind("fingerprint", template.fingerprint())
        .bind("quality", template.quality())
        .bind("seen", probe.seen().toEpochMilli())
        .bind("vector", VectorBytes.encode(template.vector()))
        .execute();
    deleted(
        handle.execute(
            """
            DELETE FROM unknown_probe WHERE id IN (
              SELECT id FROM unknown_probe WHERE gallery_key = ? ORDER BY id DESC LIMIT 1000 OFFSET ?)
            """,
            gallery,
            MOST));
  }

  /** The probes, the oldest first. */
  List<UnknownProbe> list(String fingerprint) {
    return handle
        .select(
            """
            SELECT id, content_hash, fingerprint, quality, created, vector FROM unknown_probe
            WHERE gallery_key = ? AND fingerprint = ? ORDER BY id
            """,
            gallery,
            fingerprint)
        .map((row, _) -> read(row))
        .list();
  }

  /** Whether a probe was seen at or before {@code latest}, or after {@code now}. */
  boolean anyOutside(Instant latest, Instant now) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM unknown_probe WHERE gallery_key = :gallery AND created <= :latest)
              OR EXISTS (SELECT 1 FROM unknown_probe WHERE gallery_key = :gallery AND created > :now)
            """)
        .bind("gallery", gallery)
        .bind("latest", latest.toEpochMilli())
        .bind("now", now.toEpochMilli())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Deletes probes that were seen at or before {@code latest}. Those that a clock ahead of this one
   * has seen count as seen now: they would be kept until it is then.
   */
  void expire(Instant latest, Instant now) {
    handle.execute(
        "UPDATE unknown_probe SET created = ? WHERE gallery_key = ? AND created > ?",
        now.toEpochMilli(),
        gallery,
        now.toEpochMilli());
    deleted(
        handle.execute(
            "DELETE FROM unknown_probe WHERE gallery_key = ? AND created <= ?",
            gallery,
            latest.toEpochMilli()));
  }

  /** Deletes probes, and says how many were there. */
  int delete(List<String> ids) {
    int count =
        handle
            .createUpdate(
                "DELETE FROM unknown_probe WHERE gallery_key = :gallery AND id IN (<ids>)")
            .bind("gallery", gallery)
            .bindList("ids", ids)
            .execute();
    deleted(count);
    return count;
  }

  void clear() {
    deleted(handle.execute("DELETE FROM unknown_probe WHERE gallery_key = ?", gallery));
  }

  private void deleted(int count) {
    if (count > 0) {
      new ErasureTable(handle).note();
    }
  }

  private static UnknownProbe read(ResultSet row) throws SQLException {
    return new UnknownProbe(
        row.getString("id"),
        new NewTemplate(
            VectorBytes.decode(row.getBytes("vector")),
            row.getString("fingerprint"),
            row.getString("content_hash"),
            row.getDouble("quality")),
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
