package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.EmbedderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real embedding network thousands of times over. */
class NativeMemoryTest {

  private static final int THREADS = 2;

  /* One lost input (150 kB) a call would add 450 MB, one lost output with its bookkeeping 7 MB. */
  private static final long MAX_GROWTH_KB = 2 * 1_024;

  @TempDir private Path folder;

  @Test
  void doesNotGrowOverThousandsOfEmbeddings() throws Exception {
    Assumptions.assumeTrue(Allocated.known(), "the C library does not tell what it has given out");
    putEmbeddingNetworkAlone();
    Models models = new Models(folder, new EmbedderSettings(THREADS), StageListener.NONE);
    DecodedImage image = new DecodedImage(new byte[3 * 112 * 112], 112, 112);
    try (Embedder embedder = models.open("alone");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      embed(embedder, image, 1_000, threads);
      long before = Allocated.kilobytes();
      embed(embedder, image, 3_000, threads);
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

  private void putEmbeddingNetworkAlone() throws IOException {
    byte[] network = RealModel.file("fr_feature.onnx");
    Path own = Files.createDirectories(folder.resolve("alone"));
    Files.write(own.resolve("fr_feature.onnx"), network);
    Files.writeString(
        own.resolve("card.yml"),
        """
        name: alone
        summary: The embedding network of the faces model
        licence: as that of the faces model
        files:
          - {name: fr_feature.onnx, sha256: %s}
        embedding: {file: fr_feature.onnx, engine: OnnxRuntime, width: 112, height: 112, colour: BGR, mean: 127.5, scale: 128}
        dimension: 512
        threshold: 0.5
        verificationThreshold: 0.5
        thresholdSource: none
        """
            .formatted(Sha256.hex(network)));
  }
}
