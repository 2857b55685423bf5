package io.kith.embedder.training;

import io.kith.config.FileFailure;
import io.kith.embedder.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Images to train on: each folder that holds images directly is a class, named by its path. Folders
 * may be nested; the folder around a class is its group, such as the alphabet of a character. Links
 * are followed, what is hidden is left out. Immutable.
 *
 * @param classes classes of one image or more, by name
 * @param remarks what the user should know of: empty folders, names that differ in case only,
 *     classes within a class
 */
public record TrainingImages(List<ImageClass> classes, List<String> remarks) {

  private static final Set<String> SYSTEM_FILES = Set.of("Thumbs.db", "desktop.ini");
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "webp", "gif");

  public TrainingImages {
    classes = List.copyOf(classes);
    remarks = List.copyOf(remarks);
  }

  /**
   * One class.
   *
   * @param name path of its folder
   * @param group path of the folder around it; empty at the top
   * @param files its images, by name; one or more
   */
  public record ImageClass(String name, String group, List<Path> files) {
    public ImageClass {
      files = List.copyOf(files);
    }
  }

  /**
   * Lists the images in a folder; none is opened.
   *
   * @throws TrainingException when it is no folder, or cannot be read
   */
  public static TrainingImages in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new TrainingException(
          "%s is no folder; name one that holds a folder of images per class".formatted(folder));
    }
    List<ImageClass> classes = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> folders =
          files
              .filter(Files::isDirectory)
              .filter(each -> !isHidden(folder.relativize(each)))
              .sorted()
              .toList();
      for (Path each : folders) {
        read(folder, each, classes, remarks);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new TrainingException(FileFailure.unreadable(folder, e), e);
    }
    Map<String, String> names = new HashMap<>();
    for (ImageClass each : classes) {
      String other = names.put(each.name().toLowerCase(Locale.ROOT), each.name());
      if (other != null) {
        remarks.add(
            "%s and %s differ in case only; they are taken for two classes, so merge them if they are one"
                .formatted(other, each.name()));
      }
    }
    Set<String> all = classes.stream().map(ImageClass::name).collect(Collectors.toSet());
    for (ImageClass each : classes) {
      String name = each.name();
      for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
        String around = name.substring(0, end);
        if (all.contains(around)) {
          remarks.add(
              "%s lies in %s, which holds images too; they are taken for two classes, so move the images into one folder if they are one"
                  .formatted(name, around));
        }
      }
    }
    return new TrainingImages(classes, remarks);
  }

  /**
   * Whether a file or a folder around it is hidden, or is the operating system's own.
   *
   * @param inside its path within the folder of images
   */
  public static boolean isHidden(Path inside) {
    for (Path name : inside) {
      if (name.toString().startsWith(".") || SYSTEM_FILES.contains(name.toString())) {
        return true;
      }
    }
    return false;
  }

  /**
   * SHA-256 of the names and sizes of all files, with their classes: other images give another. No
   * image is opened.
   */
  String digest() {
    StringBuilder text = new StringBuilder();
    for (ImageClass each : classes) {
      for (Path file : each.files()) {
        text.append(
            "%s/%s %d\n".formatted(each.name(), file.getFileName(), file.toFile().length()));
      }
    }
    return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void read(Path root, Path folder, List<ImageClass> classes, List<String> remarks)
      throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> all = entries.filter(each -> !isHidden(each.getFileName())).sorted().toList();
      List<Path> images =
          all.stream().filter(TrainingImages::isImage).filter(Files::isRegularFile).toList();
      if (folder.equals(root)) {
        if (!images.isEmpty()) {
          remarks.add(
              "images beside the folders of classes, which are left out: %d"
                  .formatted(images.size()));
        }
        return;
      }
      String name = name(root, folder);
      if (!images.isEmpty()) {
        classes.add(
            new ImageClass(name, name(root, Objects.requireNonNull(folder.getParent())), images));
      } else if (all.stream().noneMatch(Files::isDirectory)) {
        remarks.add(name + " holds no images and is left out");
      }
    }
  }

  private static String name(Path root, Path folder) {
    return root.relativize(folder).toString().replace('\\', '/');
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
