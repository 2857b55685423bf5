package io.kith.index;

import org.jdbi.v3.core.Handle;

/**
 * What follows the store: brought up to date after each commit, before the callers of that commit's
 * changes go on.
 */
interface Follower {

  /** Follows nothing. */
  Follower NONE = _ -> {};

  /**
   * Applies what was committed since the last call. Called by one thread at a time.
   *
   * @param handle connection of the writer, outside a transaction
   * @throws IndexException when it could not; the next call tries again
   */
  void follow(Handle handle);
}
