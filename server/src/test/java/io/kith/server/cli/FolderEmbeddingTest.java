package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.Subject;
import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderEmbeddingTest {

  @TempDir Path folder;

  @Test
  void anImageWithoutASubjectDoesNotStopTheOthers() throws IOException {
    FolderEmbedding.Result result = embed(List::of);

    assertThat(result.embedded()).isEmpty();
    assertThat(result.refused())
        .hasSize(6)
        .allSatisfy(it -> assertThat(it.reason()).contains("no subject"));
  }

  @Test
  void memoryThatRunsOutLosesNoImageSilently() {
    OutOfMemoryError error = new OutOfMemoryError("made for a test");

    assertThatThrownBy(
            () ->
                embed(
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  private FolderEmbedding.Result embed(Supplier<List<Subject>> subjects) throws IOException {
    SymbolFolder.write(folder, 2, 3);
    try (Stream<Path> files = Files.walk(folder);
        EmbeddingCache cache = EmbeddingCache.open(folder.resolve("cache"), "f")) {
      return new FolderEmbedding(new Fake(subjects), LimitSettings.DEFAULT, cache, () -> false)
          .run(folder, files.filter(Files::isRegularFile).toList());
    }
  }

  private record Fake(Supplier<List<Subject>> subjects) implements Embedder {

    @Override
    public ModelCard card() {
      return new ModelCards().builtIn().getFirst();
    }

    @Override
    public String fingerprint() {
      return "f";
    }

    @Override
    public int dimension() {
      return card().dimension();
    }

    @Override
    public List<Subject> embed(DecodedImage image) {
      return subjects.get();
    }

    @Override
    public void close() {}
  }
}
