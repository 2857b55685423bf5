package io.kith.server.cli;

import io.kith.embedder.Sha256;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Embeddings that an earlier evaluation made, by model and content of the image, kept in a file: a
 * second run on the same images takes seconds. Safe for concurrent use; written once, by {@link
 * #close}.
 */
final class EmbeddingCache implements AutoCloseable {

  private static final int FORMAT = 1;

  private final Path file;
  private final String fingerprint;
  private final ConcurrentMap<String, float[]> vectors = new ConcurrentHashMap<>();
  private volatile boolean changed;

  private EmbeddingCache(Path file, String fingerprint) {
    this.file = file;
    this.fingerprint = fingerprint;
  }

  /** Reads what a file holds for a model; empty when there is none, or it is of another model. */
  static EmbeddingCache open(Path file, String fingerprint) {
    EmbeddingCache cache = new EmbeddingCache(file, fingerprint);
    if (Files.isRegularFile(file)) {
      try {
        cache.read();
      } catch (IOException e) {
        // It is torn, or something else: all is embedded anew, and the file replaced.
        cache.vectors.clear();
      }
    }
    return cache;
  }

  /** The embedding of an image, by a function when it is not known yet. */
  float[] of(byte[] image, Function<byte[], float[]> embed) {
    String content = Sha256.hex(image);
    float[] known = vectors.get(content);
    if (known != null) {
      return known;
    }
    float[] made = embed.apply(image);
    vectors.put(content, made);
    changed = true;
    return made;
  }

  private void read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != FORMAT || !in.readUTF().equals(fingerprint)) {
        return;
      }
      int dimension = in.readInt();
      if (dimension < 1 || dimension > Files.size(file) / Float.BYTES) {
        throw new IOException("dimension: %d is none of this file".formatted(dimension));
      }
      for (int left = in.readInt(); left > 0; left--) {
        String content = in.readUTF();
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
          vector[i] = in.readFloat();
        }
        vectors.put(content, vector);
      }
    }
  }

  private void write(OutputStream to) {
    Map<String, float[]> all = Map.copyOf(vectors);
    try (DataOutputStream out = new DataOutputStream(to)) {
      out.writeInt(FORMAT);
      out.writeUTF(fingerprint);
      out.writeInt(all.values().iterator().next().length);
      out.writeInt(all.size());
      for (Map.Entry<String, float[]> each : all.entrySet()) {
        out.writeUTF(each.getKey());
        for (float value : each.getValue()) {
          out.writeFloat(value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what was added. */
  @Override
  public void close() {
    if (changed) {
      WholeFile.write(file, this::write);
    }
  }
}
