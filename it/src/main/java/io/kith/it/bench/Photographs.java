package io.kith.it.bench;

import io.kith.it.Lfw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that all measurements share. */
final class Photographs {

  @Option(names = "--data", required = true, description = "Folder that holds " + Lfw.ARCHIVE + ".")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Option(
      names = "--home",
      description = "Kith home whose models are used (default: $KITH_HOME, else ~/.kith).")
  private @Nullable Path home;

  @Option(
      names = "--without",
      paramLabel = "FOLDER",
      description =
          "Leave out the people that it holds folders of, such as a model's training images.")
  private @Nullable Path without;

  @Option(
      names = "--seed",
      description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  Lfw open() {
    return new Lfw(data, without == null ? Set.of() : folders(without));
  }

  private static Set<String> folders(Path in) {
    try (Stream<Path> entries = Files.list(in)) {
      return entries
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long seed() {
    return seed;
  }

  boolean json() {
    return json;
  }

  /** Folder of installed models. */
  Path models() {
    if (home != null) {
      return home.resolve("models");
    }
    String set = System.getenv("KITH_HOME");
    Path standard = Path.of(System.getProperty("user.home"), ".kith");
    return (set == null ? standard : Path.of(set)).resolve("models");
  }

  /** This many images, chosen at random, of as many people. */
  List<byte[]> sample(Lfw lfw, int count) {
    List<String> names = new ArrayList<>();
    lfw.people().values().forEach(images -> names.add(images.getFirst()));
    Collections.shuffle(names, new Random(seed));
    return names.subList(0, Math.min(count, names.size())).stream().map(lfw::image).toList();
  }
}
