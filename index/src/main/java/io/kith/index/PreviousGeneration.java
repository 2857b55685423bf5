package io.kith.index;

import io.kith.index.IndexException.Problem;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.Switchover.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.IOUtils;

/**
 * The generation that was live before. It is not written while it is not live, so it is brought up
 * to date before anything is done with it; what was deleted since is known by its tombstones. Safe
 * for concurrent use.
 */
final class PreviousGeneration {

  private final EmbeddingStore store;
  private final Generations generations;
  private final GalleryProjection projection;
  private final Switchover switchover;
  private final String gallery;

  PreviousGeneration(
      EmbeddingStore store,
      Generations generations,
      GalleryProjection projection,
      GalleryRow gallery) {
    this.store = store;
    this.generations = generations;
    this.projection = projection;
    this.switchover = new Switchover(store, projection, gallery.key());
    this.gallery = gallery.name();
  }

  /** What is done with the right to make generations. */
  private interface Work<T> {
    T on(GalleryRow row) throws IOException;
  }

  private <T> T claimed(Work<T> work) {
    generations.claim(gallery);
    try {
      return work.on(switchover.row());
    } catch (IOException | RuntimeException e) {
      throw StorageFault.of(e);
    } finally {
      generations.release();
    }
  }

  /**
   * Makes it live. It and the one that was live change places, so that a second time undoes the
   * first.
   *
   * @throws IndexException when the gallery is being rebuilt, none is kept, or the store fails
   */
  RebuildOutcome goBack() {
    return claimed(
        row ->
            goBack(
                row,
                row.previous()
                    .orElseThrow(
                        () ->
                            new IndexException(
                                Problem.NO_PREVIOUS,
                                "gallery %s keeps no generation before the live one; there is one after a rebuild"
                                    .formatted(gallery)))));
  }

  private RebuildOutcome goBack(GalleryRow row, Generation previous) throws IOException {
    long began = System.nanoTime();
    GalleryIndex index;
    try {
      index = projection.open(previous, row);
    } catch (IOException | IllegalArgumentException e) {
      Gate files = new Gate("files", false, "cannot be used: " + e.getMessage());
      return new Refused(report(row, previous, files, new Count(0, 0), 0, began));
    }
    try {
      long before = index.applied();
      Count count = switchover.catchUp(index);
      Gate gate = count.gate();
      if (!gate.passed()) {
        return new Refused(report(row, previous, gate, count, index.applied() - before, began));
      }
      index.commit();
      switchover.catchUp(index);
      switchover.switchTo(previous, index, row.generation());
      generations.prune(switchover.row());
      return new Switched(report(row, previous, gate, count, index.applied() - before, began));
    } finally {
      if (!projection.searches(index)) {
        IOUtils.closeWhileHandlingException(index::abandon);
      }
    }
  }

  private RebuildReport report(
      GalleryRow row, Generation previous, Gate gate, Count count, long replayed, long began) {
    return new RebuildReport(
        row.generation().number(),
        previous.number(),
        projection.settings(previous).structure().name().toLowerCase(Locale.ROOT),
        1,
        count.indexed(),
        replayed,
        "",
        List.of(gate),
        Map.of("rollback", Duration.ofNanos(System.nanoTime() - began)));
  }

  /**
   * Removes what was deleted from its files, if it is kept; where they cannot be used any more, it
   * is removed.
   *
   * @throws IndexException when the gallery is being rebuilt, or the store fails
   */
  void expunge() {
    claimed(
        row -> {
          Optional<Generation> previous = row.previous();
          if (previous.isPresent() && !expunge(row, previous.get())) {
            remove(row);
          }
          return true;
        });
  }

  private boolean expunge(GalleryRow row, Generation previous) throws IOException {
    GalleryIndex index;
    try {
      index = projection.open(previous, row);
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
    try {
      switchover.catchUp(index);
      index.expunge();
    } finally {
      index.abandon();
    }
    return true;
  }

  /**
   * Removes it, if it is kept.
   *
   * @throws IndexException when the gallery is being rebuilt, or the store fails
   */
  void remove() {
    claimed(
        row -> {
          remove(row);
          return true;
        });
  }

  private void remove(GalleryRow row) throws IOException {
    store.write(
        Follower.NONE,
        handle -> {
          new GalleryTable(handle).forgetPrevious(row.key());
          return true;
        });
    generations.prune(switchover.row());
  }
}
