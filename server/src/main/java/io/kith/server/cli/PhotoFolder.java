package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.embedder.training.TrainingImages;
import io.kith.server.api.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that holds a folder per identity, with images in it or deeper.
 *
 * @param photos every image, by path
 * @param stray files outside of any identity's folder
 */
record PhotoFolder(List<Photo> photos, List<Path> stray) {

  /**
   * One image.
   *
   * @param identity name of the identity's folder
   * @param file its path
   */
  record Photo(String identity, Path file) {}

  static PhotoFolder read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw ProblemKind.INVALID_REQUEST.with(
          folder + " is not a folder; name one that holds a folder of images per identity");
    }
    List<Photo> photos = new ArrayList<>();
    List<Path> stray = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !TrainingImages.isHidden(folder.relativize(file)))
          .sorted()
          .forEach(
              file -> {
                Path inside = folder.relativize(file);
                if (inside.getNameCount() < 2) {
                  stray.add(file);
                } else {
                  photos.add(new Photo(inside.getName(0).toString(), file));
                }
              });
    } catch (IOException | UncheckedIOException e) {
      throw ProblemKind.INVALID_REQUEST.with(FileFailure.unreadable(folder, e));
    }
    if (photos.isEmpty()) {
      throw ProblemKind.INVALID_REQUEST.with(
          folder + " holds no images; put them in a folder per identity, as DIR/ada/1.jpg");
    }
    return new PhotoFolder(photos, stray);
  }
}
