package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.index.ContentHash;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;

/** The files of a folder by the SHA-256 of what they hold. Immutable. */
final class ImagesByHash {

  private final Map<String, Path> files;

  private ImagesByHash(Map<String, Path> files) {
    this.files = files;
  }

  /** Reads all files of a folder, however deep. */
  static ImagesByHash read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw ProblemKind.INVALID_REQUEST.with(
          folder + " is not a folder; name one that holds the images that were enrolled");
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all = walk.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException e) {
      throw ProblemKind.INVALID_REQUEST.with(FileFailure.unreadable(folder, e));
    }
    Map<String, Path> files = new HashMap<>();
    try (ProgressBar bar = ProgressBars.ofImages("reading", all.size())) {
      for (Path file : all) {
        hash(file).ifPresent(it -> files.put(it, file));
        bar.step();
      }
    }
    return new ImagesByHash(files);
  }

  /* What cannot be read, or is too large for an image, is none of those that were enrolled. */
  private static Optional<String> hash(Path file) {
    try {
      return Optional.of(ContentHash.of(ImageFiles.read(file), 0));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  /** An image by its hash. */
  Optional<byte[]> find(String hash) {
    return Optional.ofNullable(files.get(hash)).map(ImageFiles::read);
  }
}
