package io.kith.index;

import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a gallery's generations, each in a folder of its number, and the right to make
 * another: one at a time. Safe for concurrent use.
 *
 * <p>Which generation is live, and which the previous one, is in the gallery's row. Any other
 * folder is half-made or was replaced, and is removed by {@link #prune}.
 */
final class Generations {

  private final Path folder;
  private final Semaphore right = new Semaphore(1);
  private volatile @Nullable Thread owner;
  private volatile boolean cancelled;
  private volatile boolean closed;

  Generations(Path folder) {
    this.folder = folder;
  }

  Path folder(long number) {
    return folder.resolve(Long.toString(number));
  }

  /** Whether there are no files of a generation, such as after a backup was restored. */
  boolean isEmpty(long number) throws IOException {
    try (Stream<Path> files = Files.list(folder(number))) {
      return files.findAny().isEmpty();
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  /** A number above those of all generations that are there. */
  long next(GalleryRow row) throws IOException {
    long previous = row.previous().map(Generation::number).orElse(0L);
    long highest = Math.max(row.generation().number(), previous);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> folders = Files.list(folder)) {
        highest =
            Math.max(
                highest,
                folders
                    .map(it -> it.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0));
      }
    }
    return highest + 1;
  }

  private void claim(String gallery) {
    if (closed) {
      throw new IndexException(Problem.CLOSED, "gallery " + gallery + " is closed; open it again");
    }
    if (!tryClaim()) {
      throw new IndexException(
          Problem.BUSY,
          "gallery " + gallery + " is being rebuilt; wait until that has ended, or cancel it");
    }
  }

  /** What is done with the right to make generations. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does something with the right to make, switch or remove generations.
   *
   * @throws IndexException when somebody has it, or the store fails
   * @throws CancellationException when the thread is interrupted, or the galleries close
   */
  <T> T claimed(String gallery, Work<T> work) {
    claim(gallery);
    try {
      return work.run();
    } catch (IOException | RuntimeException e) {
      if (cancelled() || e instanceof ThreadInterruptedException) {
        throw cancellation(e);
      }
      throw StorageFault.of(e);
    } finally {
      release();
    }
  }

  private static CancellationException cancellation(Exception cause) {
    CancellationException cancelled =
        new CancellationException("it was cancelled; searches see the index as before");
    cancelled.initCause(cause);
    return cancelled;
  }

  boolean tryClaim() {
    if (!right.tryAcquire()) {
      return false;
    }
    cancelled = false;
    owner = Thread.currentThread();
    return true;
  }

  void release() {
    owner = null;
    right.release();
  }

  /**
   * Whether what is being made is not wanted any more: its thread was interrupted since it has the
   * right, or it closes.
   */
  boolean cancelled() {
    Thread maker = owner;
    if (closed || (maker != null && maker.isInterrupted())) {
      cancelled = true;
    }
    return cancelled;
  }

  /** Ends what is not wanted any more; may be called by a thread that helps. */
  void checkWanted() {
    if (cancelled()) {
      throw new CancellationException("the rebuild was cancelled; nothing was changed");
    }
  }

  /** Cancels what is being made and waits for its end; afterwards nothing more is made. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      right.acquireUninterruptibly();
    }
  }

  /** Removes all generations but the live one and, if there is one, the previous. */
  void prune(GalleryRow row) throws IOException {
    List<Path> kept =
        Stream.concat(Stream.of(row.generation()), row.previous().stream())
            .map(it -> folder(it.number()))
            .toList();
    try (Stream<Path> folders = Files.list(folder)) {
      IOUtils.rm(folders.filter(it -> !kept.contains(it)).toArray(Path[]::new));
    }
  }

  /** Removes one that is not used. */
  void remove(long number) throws IOException {
    IOUtils.rm(folder(number));
  }

  /** Removes all. */
  void removeAll() throws IOException {
    IOUtils.rm(folder);
  }
}
