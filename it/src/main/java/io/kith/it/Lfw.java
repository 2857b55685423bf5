package io.kith.it;

import io.kith.server.api.BoxView;
import io.kith.server.api.IdentifyAnswer.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The photographs of Labelled Faces in the Wild, development half, in their archive. Thread-safe.
 */
public final class Lfw implements AutoCloseable {

  /** Name of the archive in the data folder. */
  public static final String ARCHIVE = "lfw-devtrain.zip";

  private static final int SIDE = 250;
  private static final String PAIRS = "lfw/pairsDevTrain.txt";

  private final ZipFile zip;
  private final NavigableMap<String, List<String>> people = new TreeMap<>();
  private final Set<String> without;

  /**
   * Opens the archive in a data folder.
   *
   * @throws UncheckedIOException when it is not there
   */
  public Lfw(Path folder) {
    this(folder, Set.of());
  }

  /** The same without some people, such as those that a model was trained on. */
  public Lfw(Path folder, Set<String> without) {
    this.without = Set.copyOf(without);
    try {
      zip = new ZipFile(folder.resolve(ARCHIVE).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".jpg") && !without.contains(person(name)))
        .sorted()
        .forEach(name -> people.computeIfAbsent(person(name), _ -> new ArrayList<>()).add(name));
  }

  private static String person(String image) {
    return Path.of(image).getName(1).toString();
  }

  /** Names of the images of each person, both in order. */
  public NavigableMap<String, List<String>> people() {
    return Collections.unmodifiableNavigableMap(people);
  }

  /** An image as it is in the archive, JPEG of 250 x 250 pixels. */
  public byte[] image(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException("no image " + name + " in " + zip.getName());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A pair of images.
   *
   * @param mated true when both show the same person
   */
  public record Pair(String a, String b, boolean mated) {}

  /** The published development pairs of these people; of all: 1,100 mated, 1,100 not. */
  public List<Pair> pairs() {
    String text = new String(image(PAIRS), StandardCharsets.UTF_8);
    return text.lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(Lfw::pair)
        .filter(pair -> !without.contains(person(pair.a())) && !without.contains(person(pair.b())))
        .toList();
  }

  private static Pair pair(String line) {
    String[] words = line.split("\t", -1);
    return words.length == 3
        ? new Pair(name(words[0], words[1]), name(words[0], words[2]), true)
        : new Pair(name(words[0], words[1]), name(words[2], words[3]), false);
  }

  private static String name(String person, String number) {
    return "lfw/%s/%s_%04d.jpg".formatted(person, person, Integer.parseInt(number));
  }

  /**
   * Pixels from a subject's centre to that of its photograph: the person named is in the centre.
   */
  static double offCentre(Result result) {
    BoxView box = Objects.requireNonNull(result.box());
    return Math.hypot(
        box.x() + box.width() / 2.0 - SIDE / 2.0, box.y() + box.height() / 2.0 - SIDE / 2.0);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
