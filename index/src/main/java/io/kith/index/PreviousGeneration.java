package io.kith.index;

import io.kith.index.IndexException.Problem;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.Switchover.Count;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation that was live before. It is not written while it is not live, so it is brought up
 * to date before anything is done with it; what was deleted since is known by its tombstones. Safe
 * for concurrent use.
 */
final class PreviousGeneration {

  private static final Logger log = LoggerFactory.getLogger(PreviousGeneration.class);

  /* Others write between two pieces. */
  private static final int TOMBSTONES = 10_000;

  private final GalleryParts parts;
  private final EmbeddingStore store;
  private final Generations generations;
  private final GalleryProjection projection;

  PreviousGeneration(GalleryParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.generations = parts.generations();
    this.projection = parts.projection();
  }

  /** What is done with the right to make generations. */
  private interface Work<T> {
    T on(GalleryRow row) throws IOException;
  }

  private <T> T claimed(Work<T> work) {
    return generations.claimed(parts.name(), () -> work.on(parts.row()));
  }

  /**
   * Makes it live. It and the one that was live change places, so that a second time undoes the
   * first. Where it is of another model, what was enrolled since is embedded by that one.
   *
   * @param leaveBehind whether it is done even where something cannot be embedded
   * @throws IndexException when the gallery is being rebuilt, none is kept, or the store fails
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  RebuildOutcome goBack(
      Reembedder reembedder, boolean leaveBehind, int threads, Progress progress) {
    return claimed(
        row -> {
          Generation previous =
              row.previous()
                  .orElseThrow(
                      () ->
                          new IndexException(
                              Problem.NO_PREVIOUS,
                              "gallery %s keeps no generation before the live one; there is one after a rebuild"
                                  .formatted(parts.name())));
          Switchover switchover = parts.switchover(previous.model());
          if (previous.sameModel(row.generation())) {
            return goBack(row, previous, switchover, switchover);
          }
          CarryOver carry = new CarryOver(parts, row, previous.model(), reembedder, threads);
          carry.run(progress);
          UpgradeReport report = carry.report(null, null);
          Gate carried = report.gate(leaveBehind);
          if (!carried.passed()) {
            long now = System.nanoTime();
            return new Refused(report(row, previous, List.of(), new Count(0, 0), 0, now))
                .with(List.of(carried), report);
          }
          return goBack(
                  row,
                  previous,
                  switchover,
                  new ModelSwitch(carry, switchover, parts.alone(), leaveBehind, _ -> {}))
              .with(List.of(carried), report);
        });
  }

  private RebuildOutcome goBack(
      GalleryRow row, Generation previous, Switchover switchover, Switching switching)
      throws IOException {
    long began = System.nanoTime();
    GalleryIndex index = openOrMake(row, previous);
    try {
      long before = index.applied();
      Count count = switchover.catchUp(index);
      Gate gate = count.gate();
      if (!gate.passed()) {
        return new Refused(
            report(row, previous, List.of(gate), count, index.applied() - before, began));
      }
      index.commit();
      Optional<Gate> objection = switching.to(previous, index, row.generation());
      if (objection.isPresent()) {
        long replayed = index.applied() - before;
        return new Refused(
            report(row, previous, List.of(gate, objection.get()), count, replayed, began));
      }
      generations.prune(parts.row());
      UnusedModels.remove(store, parts.key());
      return new Switched(
          report(row, previous, List.of(gate), count, index.applied() - before, began));
    } finally {
      if (!projection.searches(index)) {
        IOUtils.closeWhileHandlingException(index::abandon);
      }
    }
  }

  private RebuildReport report(
      GalleryRow row,
      Generation previous,
      List<Gate> gates,
      Count count,
      long replayed,
      long began) {
    return new RebuildReport(
        row.generation().number(),
        previous.number(),
        projection.structure(previous),
        1,
        count.indexed(),
        replayed,
        "",
        gates,
        Map.of("rollback", Duration.ofNanos(System.nanoTime() - began)),
        null);
  }

  /* Its rows are what counts: the index is made of them where its files are of no use any more. */
  private GalleryIndex openOrMake(GalleryRow row, Generation previous) throws IOException {
    Optional<GalleryIndex> index = open(row, previous);
    return index.isPresent() ? index.get() : projection.create(previous);
  }

  /* Empty where its files are missing, damaged or made by other settings; they are removed then. */
  private Optional<GalleryIndex> open(GalleryRow row, Generation previous) throws IOException {
    try {
      return Optional.of(projection.open(previous, row));
    } catch (IOException | IllegalArgumentException e) {
      generations.checkWanted(); // an interrupted thread can open no file
      if (!GalleryProjection.rebuildHelps(e)) {
        throw e;
      }
      log.warn(
          "gallery {}: to go back to generation {} builds it anew from the store: {}",
          parts.name(),
          previous.number(),
          e.toString());
      generations.remove(previous.number());
      return Optional.empty();
    }
  }

  /**
   * Removes what was deleted from its files, if it is kept; those that cannot be used any more are
   * removed, and made anew when it is gone back to. Then removes from the store what neither this
   * nor the live generation needs.
   *
   * @throws IndexException when the gallery is being rebuilt, or the store fails
   */
  void expunge() {
    claimed(
        row -> {
          long applied = projection.committed();
          if (row.previous().isPresent()) {
            applied = Math.min(applied, expunge(row, row.previous().get()));
          }
          UnusedModels.remove(store, parts.key());
          trim(applied);
          return true;
        });
  }

  /* Returns how far it has come: a restart, or going back, applies what is after that. */
  private long expunge(GalleryRow row, Generation previous) throws IOException {
    Optional<GalleryIndex> opened = open(row, previous);
    if (opened.isEmpty()) {
      return Long.MAX_VALUE; // one that is made anew knows nothing that could have been deleted
    }
    GalleryIndex index = opened.get();
    try {
      parts.switchover(previous.model()).catchUp(index);
      index.expunge();
      return index.committed();
    } finally {
      index.abandon();
    }
  }

  /* Nobody makes a generation meanwhile, who would read changes from where it began. */
  private void trim(long applied) {
    long upTo = store.read(handle -> new GalleryTable(handle).needless(parts.key(), applied));
    boolean more;
    do {
      more =
          store.write(
              Follower.NONE,
              handle -> new GalleryTable(handle).trim(parts.key(), upTo, TOMBSTONES));
    } while (more);
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
    generations.prune(parts.row());
    UnusedModels.remove(store, parts.key());
  }
}
