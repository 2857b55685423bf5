package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings kept in a file. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class EmbeddingCacheTest {

  private static final byte[] IMAGE = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void keepsWhatWasEmbedded() {
    Path file = folder.resolve("embeddings.bin");
    embed(file, 0.5f);

    assertThat(embed(file, 0.25f)).containsExactly(0.5f);
  }

  @Test
  void isReadByItsOwnerAlone() throws IOException {
    Path file = folder.resolve("embeddings.bin");
    embed(file, 0.5f);

    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000, Integer.MAX_VALUE})
  void aDimensionThatTheFileCannotHoldIsNotBelieved(int dimension) throws IOException {
    Path file = folder.resolve("embeddings.bin");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(1);
      out.writeUTF("model");
      out.writeInt(dimension);
      out.writeInt(Integer.MAX_VALUE);
      out.writeUTF("content");
    }

    assertThat(embed(file, 0.25f)).containsExactly(0.25f);
    assertThat(embed(file, 0.5f)).containsExactly(0.25f);
  }

  private static float[] embed(Path file, float value) {
    try (EmbeddingCache cache = EmbeddingCache.open(file, "model")) {
      return cache.of(IMAGE, _ -> new float[] {value});
    }
  }
}
