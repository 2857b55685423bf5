package io.kith.server.service;

import io.kith.config.HomeSettings;
import io.kith.index.Snapshot;
import io.kith.index.SnapshotFile;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A backup that is being written, as a zip file that comes in pieces: whoever takes it sets the
 * pace, and one piece is in memory at a time. Closing it ends it, wherever it is. Not safe for
 * concurrent use.
 */
public final class Backup implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  /** Without which a file is no backup. */
  static final String STORE = HomeSettings.DATA + "/kith.db";

  private final Snapshot snapshot;
  private final Stream<SnapshotFile> files;
  private final Runnable ended;
  private final Iterator<SnapshotFile> next;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(made);
  private @Nullable InputStream current;
  private boolean whole;

  /**
   * @param snapshot closed with this
   * @param models files of models, by their place among models
   * @param ended run when this is closed
   */
  Backup(Snapshot snapshot, Stream<SnapshotFile> models, Runnable ended) {
    this.snapshot = snapshot;
    this.ended = ended;
    this.files =
        Stream.concat(in(HomeSettings.DATA, snapshot.files()), in(HomeSettings.MODELS, models));
    this.next = files.iterator();
    zip.setLevel(Deflater.BEST_SPEED); // vectors and images hardly get smaller
  }

  private static Stream<SnapshotFile> in(String folder, Stream<SnapshotFile> files) {
    return files.map(it -> new SnapshotFile(folder + "/" + it.name(), it.content()));
  }

  /**
   * The next piece; empty after the last.
   *
   * @throws ProblemException when a file cannot be read
   */
  public Optional<byte[]> next() {
    try {
      while (made.size() < PIECE && !whole) {
        step();
      }
    } catch (IOException e) {
      throw ProblemKind.UNAVAILABLE.with("the backup is not whole: " + e);
    }
    byte[] piece = made.toByteArray();
    made.reset();
    return piece.length == 0 ? Optional.empty() : Optional.of(piece);
  }

  private void step() throws IOException {
    if (current != null) {
      byte[] read = current.readNBytes(PIECE);
      zip.write(read);
      if (read.length < PIECE) {
        current.close();
        current = null;
        zip.closeEntry();
      }
    } else if (next.hasNext()) {
      begin(next.next());
    } else {
      zip.finish();
      whole = true;
    }
  }

  private void begin(SnapshotFile file) throws IOException {
    try {
      current = Files.newInputStream(file.content());
      zip.putNextEntry(new ZipEntry(file.name()));
    } catch (NoSuchFileException _) {
      // An image whose last template was deleted meanwhile.
    }
  }

  @Override
  public void close() {
    try (snapshot;
        files) {
      if (current != null) {
        current.close();
      }
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended.run();
    }
  }
}
