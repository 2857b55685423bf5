package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.embedder.training.TrainingImages.ImageClass;
import io.kith.index.UnitVector;
import io.kith.index.evaluation.Comparison;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pairs of images to compare, as Labelled Faces in the Wild has them: {@code ada 1 2} for two
 * images of ada, {@code ada 1 grace 3} for images of two people; tabs or spaces between. Image 1 of
 * ada is {@code ada/ada_0001.jpg}, or has another ending. The first line says how many folds there
 * are, and how many mated pairs in each, which as many non-mated ones follow; or, with one number,
 * how many mated pairs in the file: then its pairs are dealt to ten folds in turn.
 */
final class PairsFile {

  private static final int USUAL_FOLDS = 10;
  private static final double NO_MATCH = -1;
  private static final int SHOWN = 3;

  private final Path file;
  private final Map<String, Path> images = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();
  private final List<List<Pair>> folds = new ArrayList<>();

  /**
   * Reads one.
   *
   * @param classes whose images it names
   * @throws ProblemException when it cannot be read, is of another form, or names images that are
   *     not there
   */
  PairsFile(Path file, List<ImageClass> classes) {
    this.file = file;
    for (ImageClass each : classes) {
      for (Path image : each.files()) {
        String name = image.getFileName().toString();
        images.put(each.name() + "/" + name.substring(0, name.lastIndexOf('.')), image);
      }
    }
    read(lines());
    if (!holds(true) || !holds(false)) {
      throw invalid("has pairs of one kind only; name pairs of one identity and pairs of two");
    }
    if (!missing.isEmpty()) {
      throw invalid(
          "names %d images that are not there: %s%s"
              .formatted(
                  missing.size(),
                  String.join(", ", missing.stream().limit(SHOWN).toList()),
                  missing.size() > SHOWN ? ", ..." : ""));
    }
  }

  private boolean holds(boolean mated) {
    return folds.stream()
        .flatMap(List::stream)
        .anyMatch(pair -> pair.a().equals(pair.b()) == mated);
  }

  /** Two images, with the names of those they show. */
  private record Pair(String a, Path imageA, String b, Path imageB) {

    Comparison compared(Map<Path, UnitVector> embedded) {
      UnitVector one = embedded.get(imageA);
      UnitVector other = embedded.get(imageB);
      return new Comparison(
          a, b, one == null || other == null ? NO_MATCH : one.steadyCosine(other));
    }
  }

  /** All images named. */
  List<Path> images() {
    return folds.stream()
        .flatMap(List::stream)
        .flatMap(pair -> Stream.of(pair.imageA(), pair.imageB()))
        .distinct()
        .toList();
  }

  /** Comparisons of each fold; an image without an embedding matches nothing. */
  List<List<Comparison>> compared(Map<Path, UnitVector> embedded) {
    return folds.stream()
        .map(fold -> fold.stream().map(pair -> pair.compared(embedded)).toList())
        .toList();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(it -> !it.isEmpty())
          .toList();
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with("--pairs: " + FileFailure.unreadable(file, e));
    }
  }

  private void read(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,9}(\\s+\\d{1,9})?")) {
      throw invalid(
          "does not begin with the number of folds and of mated pairs in each, as: 10 300");
    }
    String[] head = lines.getFirst().split("\\s+", -1);
    boolean inFolds = head.length == 2;
    long count = inFolds ? Long.parseLong(head[0]) : USUAL_FOLDS;
    long perFold = 2 * Long.parseLong(head[head.length - 1]);
    List<String> pairs = lines.subList(1, lines.size());
    long stated = inFolds ? count * perFold : perFold;
    if (pairs.size() != stated || count < 2 || pairs.size() < 2 * count) {
      throw invalid(
          "says %s at its beginning, which is %d pairs, and has %d; %d or more are needed"
              .formatted(lines.getFirst(), stated, pairs.size(), 2 * Math.max(2, count)));
    }
    for (int i = 0; i < count; i++) {
      folds.add(new ArrayList<>());
    }
    for (int i = 0; i < pairs.size(); i++) {
      folds.get((int) (inFolds ? i / perFold : i % count)).add(pair(i + 2, pairs.get(i)));
    }
  }

  private Pair pair(int number, String line) {
    // Names may have spaces in them where tabs part the words.
    String[] words = line.split(line.contains("\t") ? "\t" : "\\s+", -1);
    boolean mated = words.length == 3;
    if (!mated && words.length != 4) {
      throw invalid(
          "line %d: \"%s\" is no pair; write: ada 1 2, or: ada 1 grace 3".formatted(number, line));
    }
    String b = mated ? words[0] : words[2];
    return new Pair(
        words[0], image(number, words[0], words[1]), b, image(number, b, words[words.length - 1]));
  }

  /* A pair with a missing image is never compared: the file is refused when all of it is read. */
  private Path image(int line, String identity, String number) {
    if (!number.matches("\\d{1,9}")) {
      throw invalid("line %d: \"%s\" is no number of an image".formatted(line, number));
    }
    String name =
        "%s/%s_%04d"
            .formatted(
                identity,
                identity.substring(identity.lastIndexOf('/') + 1),
                Integer.parseInt(number));
    Path image = images.get(name);
    if (image == null) {
      missing.add(name);
      return file;
    }
    return image;
  }

  private ProblemException invalid(String reason) {
    return ProblemKind.INVALID_REQUEST.with("--pairs: %s %s".formatted(file, reason));
  }
}
