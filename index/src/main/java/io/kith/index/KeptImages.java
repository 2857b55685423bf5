package io.kith.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that a gallery's templates were made from, each in a file of its SHA-256. Safe for
 * concurrent use.
 *
 * <p>Files, not rows: a purge rewrites the whole store, which images would make many times as
 * large, and removes a file alone.
 */
final class KeptImages {

  /*
   * A file is written, and is durable, before the row that refers to it. Until that row is committed it is held, and nobody
   * removes it; after that it is removed once no row refers to it. What a crash leaves is a file without a row, which the next
   * sweep removes. Who holds one counts first and writes then; who removes one looks at the count and the rows in one piece.
   */

  private static final Logger log = LoggerFactory.getLogger(KeptImages.class);

  private static final int PREFIX = 2;
  private static final String UNFINISHED = ".part";

  private final Path folder;
  private final Predicate<String> wanted;
  private final Map<String, Integer> held = new HashMap<>();

  /**
   * @param wanted whether a template was made from the image of a hash
   */
  KeptImages(Path folder, Predicate<String> wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  /** Where a folder of kept images has the image of a hash. */
  static Path file(Path folder, String hash) {
    return shelf(folder, hash).resolve(hash);
  }

  private static Path shelf(Path folder, String hash) {
    return folder.resolve(hash.substring(0, PREFIX));
  }

  private Path file(String hash) {
    return file(folder, hash);
  }

  /** An image by its hash. */
  Optional<byte[]> read(String hash) {
    try {
      return Optional.of(Files.readAllBytes(file(hash)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  boolean has(String hash) {
    return Files.isRegularFile(file(hash));
  }

  /** Writes images, and keeps them until what is returned is closed, at least. */
  HeldImages hold(List<byte[]> images) {
    List<String> hashes = new ArrayList<>();
    HeldImages release = () -> release(hashes);
    try {
      for (byte[] image : images) {
        String hash = ContentHash.of(image, 0);
        hold(hash);
        hashes.add(hash);
        write(hash, image);
      }
      return release;
    } catch (IOException | RuntimeException e) {
      release.close();
      throw StorageFault.of(e);
    }
  }

  private synchronized void hold(String hash) {
    held.merge(hash, 1, Integer::sum);
  }

  private void write(String hash, byte[] image) throws IOException {
    Path file = file(hash);
    if (Files.exists(file) && Files.size(file) == image.length) {
      return;
    }
    Path shelf = shelf(folder, hash);
    if (!Files.isDirectory(shelf)) {
      Files.createDirectories(shelf);
      IOUtils.fsync(folder, true);
    }
    Path unfinished = file.resolveSibling(hash + "." + UUID.randomUUID() + UNFINISHED);
    try {
      Files.write(unfinished, image);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      IOUtils.fsync(shelf, true);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private synchronized void release(List<String> hashes) {
    for (String hash : hashes) {
      held.merge(hash, -1, (count, less) -> count + less == 0 ? null : count + less);
    }
    hashes.forEach(this::removeUnwanted);
  }

  /** Removes those of the images of contents that no template was made from. */
  synchronized void drop(Collection<String> contents) {
    contents.stream()
        .flatMap(content -> ContentHash.image(content).stream())
        .distinct()
        .forEach(this::removeUnwanted);
  }

  private void removeUnwanted(String hash) {
    if (!held.containsKey(hash) && has(hash) && !wanted.test(hash)) {
      try {
        Files.deleteIfExists(file(hash));
      } catch (IOException e) {
        // Its template is deleted all the same; the next purge tries again.
        log.warn("the image {} was not removed: {}", file(hash), e.toString());
      }
    }
  }

  /** Removes all that no template was made from, and what was not written to its end. */
  void sweep() {
    try {
      if (!Files.isDirectory(folder)) {
        return;
      }
      for (Path shelf : list(folder)) {
        for (Path file : list(shelf)) {
          sweep(file);
        }
      }
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  /* Not walked: that looks at each file, which another may have renamed meanwhile. */
  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private synchronized void sweep(Path file) throws IOException {
    String name = file.getFileName().toString();
    String hash = name.replaceFirst("\\..*", "");
    boolean unfinished = name.endsWith(UNFINISHED);
    if (!held.containsKey(hash) && (unfinished || !wanted.test(hash))) {
      Files.deleteIfExists(file);
    }
  }

  /** Removes all. */
  synchronized void removeAll() {
    try {
      IOUtils.rm(folder);
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }
}
