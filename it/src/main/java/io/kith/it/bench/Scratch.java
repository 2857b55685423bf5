package io.kith.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** A folder for a measurement's files, which are deleted in the end. */
final class Scratch implements AutoCloseable {

  private final Path folder;

  Scratch() throws IOException {
    folder = Files.createTempDirectory("kith-bench");
  }

  Path folder() {
    return folder;
  }

  /** Bytes of all files in a folder. */
  static long bytes(Path folder) throws IOException {
    return PathUtils.sizeOfDirectory(folder);
  }

  @Override
  public void close() throws IOException {
    PathUtils.deleteDirectory(folder);
  }
}
