package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final Path folder;
  private final IndexStamp stamp;
  private final IndexSettings settings;
  private volatile @Nullable GalleryIndex index;
  private volatile long generation;
  private volatile boolean lags;
  private volatile @Nullable Problem ended;

  /**
   * @param folder folder of the gallery's generations
   */
  GalleryProjection(GalleryRow row, Path folder, IndexSettings settings) {
    this.key = row.key();
    this.folder = folder;
    this.stamp = IndexStamp.of(row.model(), settings);
    this.settings = settings;
    this.generation = row.generation();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the index cannot take changes any more (a full disk closes it), it is opened again;
   * until that succeeds, searches see it as it was.
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
      if (current == null || !current.isOpen()) {
        reopen(current, row.get(), handle);
      } else {
        current.apply(new ChangeFeed(handle, key), row.get().sequence());
      }
      lags = false;
    } catch (IOException | RuntimeException e) {
      throw StorageFault.of(e);
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
    removeOthers();
  }

  private GalleryIndex open(GalleryRow row, Handle handle) throws IOException {
    try {
      return caughtUp(
          GalleryIndex.open(generationFolder(row.generation()), stamp, row.sequence(), settings),
          row,
          handle);
    } catch (IOException | IllegalArgumentException e) {
      if (!rebuildHelps(e)) {
        throw e;
      }
      log.warn("gallery {}: its index is built anew from the store: {}", row.name(), e.toString());
      return rebuild(row, row.generation() + 1, handle);
    }
  }

  private static boolean rebuildHelps(Exception fault) {
    return switch (StorageFault.of(fault).problem()) {
      case STORAGE_FULL, READ_ONLY, LOCKED -> false;
      case CORRUPT, NEWER_SCHEMA, CLOSED, GONE, FAILED -> true;
    };
  }

  private GalleryIndex rebuild(GalleryRow row, long next, Handle handle) throws IOException {
    GalleryIndex built =
        caughtUp(GalleryIndex.create(generationFolder(next), stamp, settings), row, handle);
    try {
      built.commit();
      new GalleryTable(handle).switchGeneration(key, next);
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
      opened.apply(new ChangeFeed(handle, key), row.sequence());
      return opened;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(opened::abandon);
      throw e;
    }
  }

  private Path generationFolder(long number) {
    return folder.resolve(Long.toString(number));
  }

  private void removeOthers() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      List<Path> others = folders.filter(it -> !it.equals(generationFolder(generation))).toList();
      IOUtils.rm(others.toArray(Path[]::new));
    }
  }

  /** Whether the last attempt to follow the store has failed. */
  boolean lags() {
    return lags;
  }

  /** Generation of the index that is searched. */
  long generation() {
    return generation;
  }

  /** Last number of the change sequence that searches see. */
  long applied() {
    return open().applied();
  }

  /** Runs a search in the latest snapshot. */
  <T> T search(GalleryIndex.Search<T> search) {
    GalleryIndex current = open();
    try {
      return current.search(search);
    } catch (AlreadyClosedException e) {
      // Opened again meanwhile, or closed.
      if (open() == current) {
        throw StorageFault.of(e);
      }
      return search(search);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  /** Whether searches see a template. */
  boolean contains(String template) {
    try {
      return open().contains(template);
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
  }

  /** Number of templates that searches see. */
  int templates() {
    try {
      return open().templates();
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
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
    try {
      open().commit();
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
  }

  /** Rewrites what holds something deleted. */
  void expunge() {
    try {
      open().expunge();
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
  }

  /** Whether Lucene finds nothing wrong with the last commit. */
  boolean passesCheck() {
    try {
      return open().passesCheck();
    } catch (IOException | AlreadyClosedException e) {
      throw StorageFault.of(e);
    }
  }

  /** Commits and closes; closing again does nothing. */
  @Override
  public void close() {
    if (ended != null) {
      return;
    }
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
    GalleryIndex last = index;
    ended = Problem.GONE;
    try {
      if (last != null) {
        last.abandon();
      }
      IOUtils.rm(folder);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }
}
