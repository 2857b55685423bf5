package io.kith.it.bench;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import picocli.CommandLine.Option;

/** What a benchmark prints: lines as it goes on, or one JSON document in the end. */
final class Output {

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  /** Prints a line, where no document is wanted. */
  void line(String line) {
    if (!json) {
      System.out.println(line);
    }
  }

  /** Prints the document, where it is wanted. */
  void document(Object document) throws IOException {
    if (json) {
      System.out.println(ObjectMapper.getDefault().writeValueAsString(document));
    }
  }
}
