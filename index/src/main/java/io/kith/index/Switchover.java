package io.kith.index;

import io.kith.index.GalleryProjection.Candidate;
import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Brings a generation that nobody searches yet up to date with the store, and makes it the live
 * one. For one thread, which holds the right to switch.
 */
final class Switchover implements Switching {

  /*
   * Changes are replayed while others write, each round the fewer that came during the round before. What is left in the end is
   * replayed by the store's writer: it makes the row that names the live generation durable, brings that generation up to date as
   * it does after each change, and only then goes on. So the switch is one row; a crash before it leaves the old generation, a
   * crash after it the new one, which opens as any index does: at its last commit, and caught up from there.
   */
  private static final long SMALL_GAP = 200;
  private static final int MAX_ROUNDS = 20;

  private final EmbeddingStore store;
  private final GalleryProjection projection;
  private final long key;
  private final long model;

  /**
   * @param model number of the model of the generation
   */
  Switchover(EmbeddingStore store, GalleryProjection projection, long key, long model) {
    this.store = store;
    this.projection = projection;
    this.key = key;
    this.model = model;
  }

  /** The gallery's row as it is now. */
  GalleryRow row() {
    return store.read(handle -> row(handle));
  }

  private GalleryRow row(Handle handle) {
    return new GalleryTable(handle).find(key).orElseThrow(Switchover::gone);
  }

  static IndexException gone() {
    return new IndexException(Problem.GONE, "the gallery was deleted meanwhile");
  }

  /** How many templates a snapshot of the store holds, and an index that was brought up to it. */
  record Count(long stored, long indexed) {

    Gate gate() {
      return new Gate(
          "count", indexed == stored, "templates: %d, in the store: %d".formatted(indexed, stored));
    }
  }

  /**
   * Replays what an index lacks, until little is left.
   *
   * @return how many templates there are in store and index at one moment
   */
  Count catchUp(GalleryIndex index) {
    Count count;
    int rounds = 0;
    long before;
    do {
      before = index.applied();
      count = store.read(handle -> handle.inTransaction(snapshot -> replay(snapshot, index)));
      rounds++;
    } while (index.applied() - before > SMALL_GAP && rounds < MAX_ROUNDS);
    return count;
  }

  private Count replay(Handle snapshot, GalleryIndex index) {
    try {
      ChangeFeed feed = new ChangeFeed(snapshot, key, model);
      index.apply(feed, row(snapshot).sequence());
      return new Count(feed.count(), index.templates());
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  @Override
  public Optional<Gate> to(Generation next, GalleryIndex index, Generation from) {
    catchUp(index);
    switchTo(next, index, from, _ -> {});
    return Optional.empty();
  }

  /**
   * Makes a generation live: when this returns, searches see it, and all changes in it. The one
   * before is closed and becomes the previous one.
   *
   * @param from the generation that has to be live until then
   * @param with what else is changed in the same moment
   * @throws IndexException when the store could not be written, or another generation is live; then
   *     nothing has changed, unless {@link #row} says that it has
   */
  void switchTo(Generation next, GalleryIndex index, Generation from, Consumer<Handle> with) {
    projection.offer(new Candidate(next, index));
    try {
      store.write(
          projection,
          handle -> {
            if (!row(handle).generation().is(from)) {
              throw new IndexException(
                  Problem.FAILED, "the index was built anew meanwhile; start the rebuild again");
            }
            new GalleryTable(handle).switchGeneration(key, next);
            with.accept(handle);
            return true;
          });
    } finally {
      projection.offer(null);
      projection.closeRetired();
    }
  }
}
