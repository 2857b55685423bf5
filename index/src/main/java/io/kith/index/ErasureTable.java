package io.kith.index;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What is still to be purged, over one connection. Not safe for concurrent use. */
final class ErasureTable {

  private final Handle handle;

  ErasureTable(Handle handle) {
    this.handle = handle;
  }

  /** Notes that something was deleted or replaced, of which files may still hold the bytes. */
  void note() {
    handle.execute("UPDATE erasure SET pending = pending + 1");
  }

  /** Number of notes since the last purge. */
  long pending() {
    return handle.select("SELECT pending FROM erasure").mapTo(Long.class).one();
  }

  /**
   * Notes that a purge has ended.
   *
   * @param purged number of notes that it was for
   */
  void end(long purged, Instant now) {
    handle.execute(
        "UPDATE erasure SET pending = pending - ?, purged = ?", purged, now.toEpochMilli());
  }

  /**
   * Whether something was deleted since the last purge, and that was before {@code latest}, or by a
   * clock that was ahead.
   */
  boolean due(Instant latest, Instant now) {
    return handle
        .select(
            "SELECT pending > 0 AND (purged <= ? OR purged > ?) FROM erasure",
            latest.toEpochMilli(),
            now.toEpochMilli())
        .mapTo(Boolean.class)
        .one();
  }
}
