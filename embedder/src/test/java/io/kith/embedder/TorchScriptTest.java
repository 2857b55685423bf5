package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.EmbedderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PyTorch engine behind the same interface, found on the class path, with no network. */
class TorchScriptTest {

  @TempDir private Path folder;

  @Test
  void givesTheSameEmbeddingAsTheOtherEngine() throws IOException {
    TinyModel.put(folder, TinyOnnx.reshape(1, -1));
    Models models = new Models(folder, new EmbedderSettings(1), StageListener.NONE);
    byte[] bgr = new byte[3 * 8 * 8];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) (i * 31);
    }
    DecodedImage image = new DecodedImage(bgr, 8, 8);
    Embedding expected;
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      expected = embedder.embed(image).getFirst().embedding();
    }

    byte[] script = TinyTorchScript.flat();
    Path own = folder.resolve(TinyModel.NAME);
    Files.write(own.resolve("tiny.onnx"), script);
    Files.writeString(
        own.resolve("card.yml"), TinyModel.yaml(script, "").replace("OnnxRuntime", "PyTorch"));
    try (Embedder embedder = models.open(TinyModel.NAME)) {
      Embedding embedding = embedder.embed(image).getFirst().embedding();
      assertThat(embedding.vector()).containsExactly(expected.vector(), within(1e-6f));
    }
  }
}
