package io.kith.server.cli;

import io.kith.config.FileFailure;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A picture beside an answer in text. */
record Picture(Path file) {

  /* A JDK on a machine without fonts cannot draw text, and says so with an error. */
  /**
   * Draws it, and says where it is, or that there is none.
   *
   * @param drawing writes it to a file
   * @return whether it was drawn
   */
  boolean draw(Consumer<Path> drawing, Output output) {
    try {
      drawing.accept(file);
    } catch (UncheckedIOException e) {
      output.message("kith: no picture was drawn: %s", FileFailure.unwritable(file, e));
      return false;
    } catch (RuntimeException | InternalError | LinkageError e) {
      output.message("kith: no picture was drawn (are fonts installed?): %s", e);
      return false;
    }
    output.text("The same as a picture: %s", file);
    return true;
  }
}
