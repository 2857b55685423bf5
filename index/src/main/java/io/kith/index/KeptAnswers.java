package io.kith.index;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Answers to requests that clients may send again, kept in the store for a day; of the latest
 * 100,000 requests. They hold neither images nor vectors, and go with the identity that they are
 * about. Safe for concurrent use.
 */
public final class KeptAnswers {

  /** How long an answer is kept. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final int MOST = 100_000;

  private final EmbeddingStore store;

  KeptAnswers(EmbeddingStore store) {
    this.store = store;
  }

  /**
   * Notes a request, unless it is there; durable when this returns.
   *
   * @param key what the request is recognised by
   * @param made what to keep of it when it is new
   * @return what is kept of it now; an answer only when it was there
   */
  public KeptAnswer begin(String key, Gallery gallery, KeptAnswer made, Instant now) {
    return store.write(
        Follower.NONE,
        handle -> {
          prune(handle, now);
          return find(handle, key)
              .orElseGet(
                  () -> {
                    handle.execute(
                        "INSERT INTO kept_answer (key, gallery_key, identity, body, created) VALUES (?, ?, ?, ?, ?)",
                        key,
                        gallery.key(),
                        made.identity(),
                        made.body(),
                        now.toEpochMilli());
                    return made;
                  });
        });
  }

  /* What a clock ahead of this one has noted counts as noted now: it would be kept until it is then. */
  private static void prune(Handle handle, Instant now) {
    handle.execute(
        "UPDATE kept_answer SET created = ? WHERE created > ?",
        now.toEpochMilli(),
        now.toEpochMilli());
    handle.execute("DELETE FROM kept_answer WHERE created <= ?", now.minus(KEPT).toEpochMilli());
    handle.execute(
        "DELETE FROM kept_answer WHERE key IN (SELECT key FROM kept_answer ORDER BY created DESC LIMIT 1000 OFFSET ?)",
        MOST - 1);
  }

  private static Optional<KeptAnswer> find(Handle handle, String key) {
    return handle
        .select("SELECT body, identity, answer FROM kept_answer WHERE key = ?", key)
        .map(
            (row, _) ->
                new KeptAnswer(
                    row.getString("body"), row.getString("identity"), row.getString("answer")))
        .findOne();
  }

  /** Keeps the answer of a request that was begun. */
  public void finish(String key, String answer) {
    int _ =
        store.write(
            Follower.NONE,
            handle ->
                handle.execute("UPDATE kept_answer SET answer = ? WHERE key = ?", answer, key));
  }

  /** Forgets a request that came to nothing. */
  public void forget(String key) {
    int _ =
        store.write(
            Follower.NONE, handle -> handle.execute("DELETE FROM kept_answer WHERE key = ?", key));
  }

  /** Forgets what is kept of requests about an identity that is deleted. */
  static void forgetIdentity(Handle handle, long gallery, String identity) {
    handle.execute(
        "DELETE FROM kept_answer WHERE gallery_key = ? AND identity = ?", gallery, identity);
  }
}
