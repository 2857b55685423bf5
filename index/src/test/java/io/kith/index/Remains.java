package io.kith.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left of something in the files of a folder. */
final class Remains {

  private Remains() {}

  /** Names of the files, relative to the folder, that some bytes are in. */
  static List<String> of(byte[] bytes, Path folder) throws IOException {
    String wanted = text(bytes);
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (text(Files.readAllBytes(file)).contains(wanted)) {
          found.add(folder.relativize(file).toString());
        }
      }
    }
    return found;
  }

  /* Each byte as a character, so that bytes can be searched for as text. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
