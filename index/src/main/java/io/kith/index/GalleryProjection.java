package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.IOUtils;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gallery's index as the projection of its rows: opened where its last commit left it, brought up
 * to date after every commit of the store, and built anew, as the next generation, when it is
 * missing, damaged or made by other settings.
 *
 * <p>Safe for concurrent search; {@link #follow} is called by the store's writer only.
 */
final class GalleryProjection implements Follower, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GalleryProjection.class);

  private final long key;
  private final Generations generations;
  private final IndexSettings settings;
  private volatile @Nullable GalleryIndex index;
  private volatile Generation generation;
  private volatile @Nullable Candidate candidate;
  private volatile @Nullable GalleryIndex retired;
  private volatile boolean lags;
  private volatile @Nullable Problem ended;

  /** A generation that is ready to be searched and is not live yet. */
  record Candidate(Generation generation, GalleryIndex index) {}

  GalleryProjection(GalleryRow row, Generations generations, IndexSettings settings) {
    this.key = row.key();
    this.generations = generations;
    this.settings = settings;
    this.generation = row.generation();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the index cannot take changes any more (a full disk closes it), it is opened again;
   * until that succeeds, searches see it as it was. Where the store says that another generation is
   * live, that one is brought up to date and searched from then on; where that fails, it is opened
   * with the next change, and if it is of another model nothing is searched until then.
   */
  @Override
  public void follow(Handle handle) {
    Optional<GalleryRow> row = new GalleryTable(handle).find(key);
    if (ended != null || row.isEmpty()) {
      return;
    }
    lags = true;
    try {
      GalleryIndex current = index;
      Candidate next = candidate;
      if (next != null && next.generation().is(row.get().generation())) {
        next.index().apply(feed(handle, next.generation()), row.get().sequence());
        goLive(next, current);
      } else if (current == null || !current.isOpen() || !generation.is(row.get().generation())) {
        reopen(current, row.get(), handle);
      } else {
        current.apply(feed(handle, generation), row.get().sequence());
      }
      lags = false;
    } catch (IOException | RuntimeException e) {
      if (!generation.sameModel(row.get().generation())) {
        retired = index;
        index = null;
        generation = row.get().generation();
      }
      throw StorageFault.of(e);
    }
  }

  private ChangeFeed feed(Handle handle, Generation which) {
    return new ChangeFeed(handle, key, which.model().number());
  }

  private void goLive(Candidate next, @Nullable GalleryIndex before) {
    index = next.index();
    generation = next.generation();
    candidate = null;
    retired = before;
  }

  /**
   * Offers a generation, which goes live when the store says so.
   *
   * @param next null to withdraw one that did not
   */
  void offer(@Nullable Candidate next) {
    candidate = next;
  }

  /** Commits and closes the generation that was live before the last switch. */
  void closeRetired() {
    GalleryIndex last = retired;
    retired = null;
    if (last != null) {
      Uninterrupted.run(() -> closeRetired(last));
    }
  }

  private void closeRetired(GalleryIndex last) {
    try {
      last.close();
    } catch (IOException | AlreadyClosedException e) {
      // It stays as its last commit left it, and catches up from there when it is needed.
      log.warn("generation before {} was not committed: {}", generation.number(), e.toString());
    }
  }

  private void reopen(@Nullable GalleryIndex before, GalleryRow row, Handle handle)
      throws IOException {
    if (before != null) {
      IOUtils.closeWhileHandlingException(before::stopWriting);
    }
    index = row.untouched() ? rebuild(row, row.generation(), handle) : open(row, handle);
    if (before != null) {
      IOUtils.closeWhileHandlingException(before::abandon);
    }
    prune(handle);
  }

  /* Where a generation is being made, its maker prunes. */
  private void prune(Handle handle) throws IOException {
    if (generations.tryClaim()) {
      try {
        generations.prune(new GalleryTable(handle).find(key).orElseThrow());
      } finally {
        generations.release();
      }
    }
  }

  private GalleryIndex open(GalleryRow row, Handle handle) throws IOException {
    removeForeignPrevious(row);
    try {
      GalleryIndex opened = open(row.generation(), row);
      generation = row.generation();
      return caughtUp(opened, row, handle);
    } catch (IOException | IllegalArgumentException e) {
      if (!rebuildHelps(e)) {
        throw e;
      }
      if (generations.isEmpty(row.generation().number())) {
        log.info("gallery {}: its index is made from the store", row.name());
      } else {
        log.warn(
            "gallery {}: its index is built anew from the store: {}", row.name(), e.toString());
      }
      Generation next =
          new Generation(
              generations.next(row), row.generation().structure(), row.generation().model());
      return rebuild(row, next, handle);
    }
  }

  /* One that is ahead of the store now would not be any more when it is gone back to. */
  private void removeForeignPrevious(GalleryRow row) throws IOException {
    if (row.previous().isPresent()) {
      long number = row.previous().get().number();
      if (GalleryIndex.isAhead(generations.folder(number), row)) {
        log.warn("gallery {}: generation {} is of another store", row.name(), number);
        generations.remove(number);
      }
    }
  }

  /** The settings that a generation is built and searched with. */
  IndexSettings settings(Generation which) {
    return which.settings(settings);
  }

  /** What a generation is built of, in a word. */
  String structure(Generation which) {
    return settings(which).structure().name().toLowerCase(Locale.ROOT);
  }

  /** Whether an index is the one that is searched. */
  boolean searches(GalleryIndex other) {
    return index == other;
  }

  /** Opens one of the gallery's generations, as it was committed last. */
  GalleryIndex open(Generation which, GalleryRow row) throws IOException {
    IndexSettings its = settings(which);
    return GalleryIndex.open(
        generations.folder(which.number()), IndexStamp.of(which.model().model(), its), row, its);
  }

  /** Makes one of the gallery's generations, without a template in it yet. */
  GalleryIndex create(Generation which) throws IOException {
    IndexSettings its = settings(which);
    return GalleryIndex.create(
        generations.folder(which.number()), IndexStamp.of(which.model().model(), its), its);
  }

  /**
   * Whether files that cannot be opened are to be made anew: also those that may be whole and could
   * not be read, since waiting for that would leave the gallery without an index.
   */
  static boolean rebuildHelps(Exception fault) {
    return switch (StorageFault.of(fault).problem()) {
      case STORAGE_FULL, READ_ONLY, LOCKED -> false;
      case CORRUPT, CORRUPT_INDEX, NEWER_SCHEMA, CLOSED, GONE, BUSY, NO_PREVIOUS, FAILED -> true;
    };
  }

  private GalleryIndex rebuild(GalleryRow row, Generation next, Handle handle) throws IOException {
    GalleryIndex built = caughtUp(create(next), row, handle);
    try {
      built.commit();
      new GalleryTable(handle).replaceGeneration(key, next);
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(built::abandon);
      throw e;
    }
    generation = next;
    return built;
  }

  private GalleryIndex caughtUp(GalleryIndex opened, GalleryRow row, Handle handle)
      throws IOException {
    try {
      opened.apply(feed(handle, row.generation()), row.sequence());
      return opened;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(opened::abandon);
      throw e;
    }
  }

  /** Whether the last attempt to follow the store has failed. */
  boolean lags() {
    return lags;
  }

  /** Generation of the index that is searched. */
  Generation generation() {
    return generation;
  }

  /** Last number of the change sequence that searches see; 0 while there is no index. */
  long applied() {
    GalleryIndex current = index;
    return current == null ? 0 : current.applied();
  }

  /** Whether searches of the whole gallery walk a graph of it; false while there is no index. */
  boolean walks() {
    return index != null && searchIdentities(IdentitySearch::walks);
  }

  /** Runs a search for identities in the latest snapshot. */
  <T> T searchIdentities(GalleryIndex.IdentitySearching<T> search) {
    return with(index -> index.searchIdentities(search));
  }

  /** Runs a search in the latest snapshot. */
  <T> T search(GalleryIndex.Search<T> search) {
    return with(index -> index.search(search));
  }

  private interface Use<T> {
    T of(GalleryIndex index) throws IOException;
  }

  private <T> T with(Use<T> use) {
    GalleryIndex current = open();
    try {
      return use.of(current);
    } catch (AlreadyClosedException e) {
      // Opened again meanwhile, or closed.
      if (open() == current) {
        throw StorageFault.of(e);
      }
      return with(use);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  /** Whether searches see a template. */
  boolean contains(String template) {
    return with(it -> it.contains(template));
  }

  /** Number of templates that searches see. */
  int templates() {
    return with(GalleryIndex::templates);
  }

  private GalleryIndex open() {
    Problem end = ended;
    if (end != null) {
      String what = end == Problem.GONE ? "was deleted; create it" : "is closed; open it";
      throw new IndexException(end, "the gallery " + what + " again");
    }
    GalleryIndex current = index;
    if (current == null) {
      throw new IndexException(Problem.FAILED, "the gallery's index could not be opened");
    }
    return current;
  }

  /** Makes the index durable as it is, so that a restart has less to apply. */
  void commit() {
    var _ =
        with(
            it -> {
              it.commit();
              return true;
            });
  }

  /** Last number of the change sequence that a restart finds applied. */
  long committed() {
    return open().committed();
  }

  /** Rewrites what holds something deleted. */
  void expunge() {
    var _ =
        with(
            it -> {
              it.expunge();
              return true;
            });
  }

  /** Whether Lucene finds nothing wrong with the last commit. */
  boolean passesCheck() {
    return with(GalleryIndex::passesCheck);
  }

  /** Commits and closes; closing again does nothing. */
  @Override
  public void close() {
    if (ended != null) {
      return;
    }
    generations.close();
    closeRetired();
    GalleryIndex last = index;
    ended = Problem.CLOSED;
    try {
      if (last != null) {
        last.close();
      }
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
  }

  /** Closes without a commit and removes the files. */
  void delete() {
    generations.close();
    closeRetired();
    GalleryIndex last = index;
    ended = Problem.GONE;
    try {
      if (last != null) {
        last.abandon();
      }
      generations.removeAll();
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }
}
