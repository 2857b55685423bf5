package io.kith.embedder.training;

import io.kith.embedder.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Images to train on: each folder that holds images directly is a class, named by its path. Folders
 * may be nested; the folder around a class is its group, such as the alphabet of a character.
 * Immutable.
 *
 * @param classes classes of one image or more, by name
 * @param remarks what the user should know of: empty folders, classes of one image, names that
 *     differ in case only
 */
public record TrainingImages(List<ImageClass> classes, List<String> remarks) {

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
    try (Stream<Path> folders = Files.walk(folder)) {
      for (Path each : folders.filter(Files::isDirectory).sorted().toList()) {
        read(folder, each, classes, remarks);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new TrainingException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    Map<String, String> names = new HashMap<>();
    for (ImageClass each : classes) {
      String other = names.put(each.name().toLowerCase(Locale.ROOT), each.name());
      if (other != null) {
        remarks.add(
            "%s and %s differ in case only; they are trained as two classes, so merge them if they are one"
                .formatted(other, each.name()));
      }
    }
    return new TrainingImages(classes, remarks);
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
      List<Path> all = entries.sorted().toList();
      List<Path> images =
          all.stream().filter(TrainingImages::isImage).filter(Files::isRegularFile).toList();
      if (folder.equals(root)) {
        if (!images.isEmpty()) {
          remarks.add(
              "%d images lie beside the folders of classes and are left out"
                  .formatted(images.size()));
        }
        return;
      }
      String name = name(root, folder);
      if (!images.isEmpty()) {
        classes.add(
            new ImageClass(name, name(root, Objects.requireNonNull(folder.getParent())), images));
        if (images.size() == 1) {
          remarks.add(name + " has one image: it is trained on, but cannot validate");
        }
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
