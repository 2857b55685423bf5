package io.kith.index;

import io.kith.index.IndexException.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.util.IOUtils;

/**
 * Holds a folder for one process; the operating system lets go of it when the process ends, however
 * it ends.
 */
final class FolderLock implements AutoCloseable {

  private static final String FILE = "kith.lock";

  /*
   * Folders of this process. The system's lock belongs to the process and is lost with the first of its channels that is
   * closed; so a folder that is held here already must not be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates the folder when missing and takes its lock.
   *
   * @throws IndexException when another process, or this one, holds it, or it cannot be written
   */
  static FolderLock acquire(Path folder) {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      if (!HELD.add(real)) {
        throw inUse(folder);
      }
      try {
        return lock(real);
      } catch (Throwable e) {
        HELD.remove(real);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new IndexException(
          Problem.FAILED, "data folder " + folder + " is a file; name a folder", e);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  private static FolderLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(folder);
      }
      return new FolderLock(folder, channel);
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(channel);
      throw e;
    }
  }

  private static IndexException inUse(Path folder) {
    return new IndexException(
        Problem.LOCKED,
        "data folder " + folder + " is in use by another process; stop it or use another folder");
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageFault.of(e);
    } finally {
      HELD.remove(folder);
    }
  }
}
