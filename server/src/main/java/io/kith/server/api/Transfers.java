package io.kith.server.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Takes all that is enrolled out of a gallery, and into another, as lines of JSON ({@link
 * BulkLine}). Throws {@link ProblemException} as {@link Kith} does. Safe for concurrent use.
 */
public interface Transfers {

  /**
   * Writes all that is enrolled at this moment, whatever changes meanwhile.
   *
   * @param to not closed
   */
  void export(String gallery, OutputStream to);

  /**
   * Enrols line by line; a line that is bad spoils no other.
   *
   * @param lines not closed
   * @param each hears what became of each line, in order
   */
  void enrolLines(String gallery, InputStream lines, Consumer<BulkResult> each);
}
