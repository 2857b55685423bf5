package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the server's API in the store. What they mean is the server's business. Safe for
 * concurrent use.
 */
public final class StoredKeys {

  private static final String SELECT =
      "SELECT id, hash, label, scopes, galleries, created, expires, revoked FROM api_key ";

  private final EmbeddingStore store;

  StoredKeys(EmbeddingStore store) {
    this.store = store;
  }

  /** All keys ever made, the oldest first. */
  public List<StoredKey> list() {
    return store.read(
        handle -> handle.select(SELECT + "ORDER BY created, id").map((row, _) -> read(row)).list());
  }

  /**
   * Adds a key; durable when this returns.
   *
   * @throws InvalidNameException when a gallery's name or the label is not allowed
   * @throws IndexException when the store fails, or has a key of this id
   */
  public void add(StoredKey key) {
    key.galleries().forEach(Names::checkGallery);
    Names.checkLabel(key.label());
    int _ =
        store.write(
            Follower.NONE,
            handle ->
                handle
                    .createUpdate(
                        """
                    INSERT INTO api_key (id, hash, label, scopes, galleries, created, expires)
                    VALUES (:id, :hash, :label, :scopes, :galleries, :created, :expires)
                    """)
                    .bind("id", key.id())
                    .bind("hash", key.hash())
                    .bind("label", key.label())
                    .bind("scopes", words(key.scopes()))
                    .bind("galleries", words(key.galleries()))
                    .bind("created", key.created().toEpochMilli())
                    .bind("expires", key.expires() == null ? null : key.expires().toEpochMilli())
                    .execute());
  }

  /**
   * Revokes a key, once and for all; durable when this returns. A key that is revoked already keeps
   * its time.
   *
   * @return the key as it is now; empty when there is none of this id
   */
  public Optional<StoredKey> revoke(String id, Instant time) {
    return store.write(
        Follower.NONE,
        handle -> {
          handle.execute(
              "UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL",
              time.toEpochMilli(),
              id);
          return find(handle, id);
        });
  }

  private static Optional<StoredKey> find(Handle handle, String id) {
    return handle.select(SELECT + "WHERE id = ?", id).map((row, _) -> read(row)).findOne();
  }

  private static StoredKey read(ResultSet row) throws SQLException {
    return new StoredKey(
        row.getString("id"),
        row.getString("hash"),
        row.getString("label"),
        set(row.getString("scopes")),
        set(row.getString("galleries")),
        Instant.ofEpochMilli(row.getLong("created")),
        instant(row, "expires"),
        instant(row, "revoked"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static String words(Set<String> names) {
    return String.join(" ", names.stream().sorted().toList());
  }

  private static Set<String> set(String words) {
    return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
  }
}
