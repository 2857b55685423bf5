package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.EmbedderSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network thousands of times over. */
class NativeMemoryTest {

  private static final int THREADS = 2;

  /* One lost input or output (768 bytes) a call would add 15 MB and its bookkeeping. */
  private static final long MAX_GROWTH_KB = 2 * 1_024;

  @TempDir private Path folder;

  @Test
  void doesNotGrowOverThousandsOfEmbeddings() throws Exception {
    Assumptions.assumeTrue(Allocated.known(), "the C library does not tell what it has given out");
    TinyModel.put(folder, TinyOnnx.reshape(1, TinyOnnx.DIMENSION));
    Models models = new Models(folder, new EmbedderSettings(THREADS), StageListener.NONE);
    DecodedImage image = new DecodedImage(new byte[3 * 8 * 8], 8, 8);
    try (Embedder embedder = models.open(TinyModel.NAME);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      embed(embedder, image, 1_000, threads);
      long before = Allocated.kilobytes();
      embed(embedder, image, 20_000, threads);
      long growth = Allocated.kilobytes() - before;

      assertThat(growth).as("growth of native memory, kB").isLessThan(MAX_GROWTH_KB);
    }
  }

  private static void embed(
      Embedder embedder, DecodedImage image, int times, ExecutorService threads) throws Exception {
    List<Future<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      calls.add(threads.submit(() -> embedder.embed(image).size()));
    }
    for (Future<Integer> call : calls) {
      assertThat(call.get()).isEqualTo(1);
    }
  }
}
