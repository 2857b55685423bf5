package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of one gallery's identities, over one connection. Not safe for concurrent use. */
final class IdentityTable {

  static final String INSERT =
      """
      INSERT INTO identity (key, gallery_key, id, label, metadata, created, updated, sequence)
      VALUES (:key, :gallery, :id, :label, :metadata, :now, :now, :key)
      """;

  private static final String SELECT =
      """
      SELECT id, label, metadata, created, updated, sequence,
        (SELECT count(*) FROM live_template t WHERE t.identity_key = i.key) AS templates,
        (SELECT max(t.sequence) FROM live_template t WHERE t.identity_key = i.key) AS latest
      FROM identity i
      """;

  private final Handle handle;
  private final long gallery;

  IdentityTable(Handle handle, long gallery) {
    this.handle = handle;
    this.gallery = gallery;
  }

  OptionalLong key(String id) {
    return handle
        .select("SELECT key FROM identity WHERE gallery_key = ? AND id = ?", gallery, id)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  Optional<Identity> find(String id) {
    return handle
        .select(SELECT + "WHERE gallery_key = ? AND id = ?", gallery, id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /** Identities in the order of their ids, which is that of their UTF-8 bytes. */
  List<Identity> after(String id, int limit) {
    return handle
        .select(SELECT + "WHERE gallery_key = ? AND id > ? ORDER BY id LIMIT ?", gallery, id, limit)
        .map((row, _) -> read(row))
        .list();
  }

  /**
   * Those of {@link #after} whose id, or a word of whose label, starts with a prefix; of labels in
   * either case, which SQLite knows of ASCII only.
   */
  List<Identity> starting(String prefix, String id, int limit) {
    try (Stream<Named> all =
        handle
            .select(
                "SELECT id, label FROM identity WHERE gallery_key = ? AND id > ? ORDER BY id",
                gallery,
                id)
            .map((row, _) -> new Named(row.getString(1), row.getString(2)))
            .stream()) {
      return all.filter(it -> it.starts(prefix))
          .limit(limit)
          .flatMap(it -> find(it.id()).stream())
          .toList();
    }
  }

  private record Named(String id, @Nullable String label) {

    boolean starts(String prefix) {
      return id.startsWith(prefix) || (label != null && hasWord(label, prefix));
    }

    private static boolean hasWord(String label, String prefix) {
      int word = 0;
      do {
        if (label.regionMatches(true, word, prefix, 0, prefix.length())) {
          return true;
        }
        word = label.indexOf(' ', word) + 1;
      } while (word > 0);
      return false;
    }
  }

  Identity insert(String id, @Nullable String label, Map<String, ?> metadata, Instant now) {
    long key = nextSequence(1);
    PreparedBatch one = handle.prepareBatch(INSERT);
    add(one, key, gallery, id, label, metadata, now);
    var _ = one.execute();
    return find(id).orElseThrow();
  }

  /** Adds an identity's row to a batch of {@link #INSERT}. */
  static void add(
      PreparedBatch batch,
      long key,
      long gallery,
      String id,
      @Nullable String label,
      Map<String, ?> metadata,
      Instant now) {
    batch
        .bind("key", key)
        .bind("gallery", gallery)
        .bind("id", id)
        .bind("label", label)
        .bind("metadata", Metadata.write(metadata))
        .bind("now", now.toEpochMilli())
        .add();
  }

  Identity update(String id, @Nullable String label, Map<String, ?> metadata, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE identity SET label = :label, metadata = :metadata, updated = :now, sequence = :sequence
            WHERE gallery_key = :gallery AND id = :id
            """)
        .bind("label", label)
        .bind("metadata", Metadata.write(metadata))
        .bind("now", now.toEpochMilli())
        .bind("sequence", nextSequence(1))
        .bind("gallery", gallery)
        .bind("id", id)
        .execute();
    new ErasureTable(handle).note();
    return find(id).orElseThrow();
  }

  /** Deletes an identity with its templates, each of which leaves a tombstone. */
  boolean delete(String id) {
    OptionalLong key = key(id);
    if (key.isEmpty()) {
      return false;
    }
    new TemplateTable(handle, gallery).deleteAll(key.getAsLong());
    new JudgementTable(handle, gallery).forget(key.getAsLong());
    handle.execute("DELETE FROM identity WHERE key = ?", key.getAsLong());
    KeptAnswers.forgetIdentity(handle, gallery, id);
    new ErasureTable(handle).note();
    nextSequence(1);
    return true;
  }

  private long nextSequence(long count) {
    return new GalleryTable(handle).nextSequence(gallery, count);
  }

  /* A template that comes has a number of its own, one that goes lowers the count. */
  private static String version(ResultSet row) throws SQLException {
    return "%d-%d-%d"
        .formatted(row.getLong("sequence"), row.getLong("latest"), row.getInt("templates"));
  }

  private static Identity read(ResultSet row) throws SQLException {
    return new Identity(
        row.getString("id"),
        row.getString("label"),
        Metadata.read(row.getString("metadata")),
        row.getInt("templates"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")),
        version(row));
  }
}
