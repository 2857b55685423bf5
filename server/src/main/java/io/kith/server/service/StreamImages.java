package io.kith.server.service;

import io.kith.index.HeldImages;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The images that the lines of one stream hold, from their preparation until they are written. A
 * line may be given up anywhere in between, and while it is prepared; what it holds is let go when
 * the stream ends. Thread-safe.
 */
public final class StreamImages implements AutoCloseable {

  private final Set<HeldImages> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /** Has the stream hold what one of its lines holds; lets go of it where the stream has ended. */
  void add(HeldImages images) {
    if (!isAdded(images)) {
      images.close();
    }
  }

  private synchronized boolean isAdded(HeldImages images) {
    return !closed && held.add(images);
  }

  /**
   * Hands what lines hold over to who writes them.
   *
   * @param those were added each
   * @throws ProblemException when the stream has ended, and they are held no more
   */
  synchronized HeldImages take(List<HeldImages> those) {
    if (closed) {
      throw ProblemKind.UNAVAILABLE.with("the request has ended; send it again");
    }
    those.forEach(held::remove);
    return () -> those.forEach(HeldImages::close);
  }

  /** Ends the stream: lets go of what was not taken, and of what is added from now on. */
  @Override
  public void close() {
    List<HeldImages> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(held);
      held.clear();
    }
    left.forEach(HeldImages::close);
  }
}
