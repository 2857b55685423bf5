package io.kith.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * All galleries as they were at one moment, whatever changes afterwards: a copy of the store, which
 * closing removes, and the images that it refers to. Not safe for concurrent use.
 *
 * <p>The indexes are no part of it, since they are made anew from the store. An image whose last
 * template is deleted after that moment may be gone when it is to be read.
 */
public final class Snapshot implements AutoCloseable {

  private static final String PREFIX = "snapshot-";

  private final Path folder;
  private final Path copy;
  private final Handle handle;

  private Snapshot(Path folder, Path copy) {
    this.folder = folder;
    this.copy = copy;
    this.handle = EmbeddingStore.read(copy);
  }

  /**
   * Takes a snapshot; needs as much space as the store.
   *
   * @throws IndexException when the store cannot be copied
   */
  static Snapshot take(Path folder, EmbeddingStore store) {
    Path copy = folder.resolve(PREFIX + UUID.randomUUID());
    try {
      store.copyTo(copy);
      return new Snapshot(folder, copy);
    } catch (RuntimeException e) {
      delete(copy);
      throw e;
    }
  }

  /** Removes what a process that was killed has left. */
  static void removeLeftovers(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(it -> it.getFileName().toString().startsWith(PREFIX)).forEach(Snapshot::delete);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  /** Its files, the store first; to be closed before this is. */
  public Stream<SnapshotFile> files() {
    Stream<SnapshotFile> images =
        handle
            .select(
                """
                SELECT DISTINCT t.gallery_key, substr(t.content_hash, 1, ?) AS hash
                FROM template t JOIN gallery g ON g.key = t.gallery_key WHERE g.keep_images = 1
                """,
                ContentHash.LENGTH)
            .map((row, _) -> image(row.getLong("gallery_key"), row.getString("hash")))
            .stream()
            .flatMap(Optional::stream);
    return Stream.concat(Stream.of(new SnapshotFile(Galleries.STORE, copy)), images);
  }

  /* A vector has a hash, too, which may be any text that a client sent, and no image. */
  private Optional<SnapshotFile> image(long gallery, String content) {
    return ContentHash.image(content)
        .map(hash -> KeptImages.file(Gallery.images(folder, gallery), hash))
        .filter(Files::isRegularFile)
        .map(file -> new SnapshotFile(folder.relativize(file).toString().replace('\\', '/'), file));
  }

  @Override
  public void close() {
    handle.close();
    delete(copy);
  }
}
