package io.kith.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;

/**
 * A folder that is written in longer pieces than Lucene's 8 KiB: where a whole index is written,
 * and most of it twice, so many calls to the system take a good part of the time. For a folder that
 * nothing else writes.
 */
final class LongWrites extends FilterDirectory {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;

  LongWrites(Path folder) throws IOException {
    super(FSDirectory.open(folder));
    this.folder = folder;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    ensureOpen();
    Path file = folder.resolve(name);
    return new OutputStreamIndexOutput(
        "LongWrites(" + file + ")",
        name,
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        BUFFER_BYTES);
  }
}
