package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kith.config.EmbedderSettings;
import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelTest {

  @TempDir private Path folder;

  @Test
  void theFaceNetworkAnswersInPyTorchAsInOnnxRuntime() throws IOException {
    try (BaseModel base = RealModel.models(StageListener.NONE).base("faces")) {
      assertThat(base.backbone())
          .isEqualTo(new ModelCard.Backbone(ModelCard.Backbone.Kind.MOBILEFACENET, 64, 512, 1));
      DecodedImage photograph = DecodedImage.decode(RealModel.photograph(1), LimitSettings.DEFAULT);
      float[] face = base.input(base.network("f")).cut(photograph).orElseThrow().values();
      Random random = new Random(1);
      float[] noise = new float[face.length];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = 2 * random.nextFloat() - 1;
      }
      try (OpenNetwork onnx =
              OpenNetwork.load(base.card().embedding(), RealModel.file("fr_feature.onnx"));
          OpenNetwork torch = OpenNetwork.load(base.network("f"), base.weights())) {
        for (float[] input : new float[][] {face, noise}) {
          float[] expected = unit(onnx.run(input, 1).getFirst());
          float[] answered = unit(torch.run(input, 1).getFirst());
          for (int i = 0; i < expected.length; i++) {
            assertThat(answered[i]).isEqualTo(expected[i], within(1e-4f));
          }
        }
      }
    }
  }

  @Test
  void aSubjectIsCutAsTheOpenModelSeesIt() throws IOException {
    Models models = RealModel.models(StageListener.NONE);
    DecodedImage photograph = DecodedImage.decode(RealModel.photograph(1), LimitSettings.DEFAULT);
    try (BaseModel base = models.base("faces");
        Embedder embedder = models.open("faces");
        OpenNetwork torch = OpenNetwork.load(base.network("f"), base.weights())) {
      float[] expected = embedder.embed(photograph).getFirst().embedding().vector();
      SubjectInput.Cut cut = base.input(base.network("f")).cut(photograph).orElseThrow();

      assertThat(cut.subjects()).isEqualTo(embedder.embed(photograph).size());
      float[] answered = unit(torch.run(cut.values(), 1).getFirst());
      for (int i = 0; i < expected.length; i++) {
        assertThat(answered[i]).isEqualTo(expected[i], within(1e-3f));
      }
    }
  }

  @Test
  void aLargerInputShowsTheSame() {
    byte[] bgr = new byte[3 * 60 * 40];
    new Random(2).nextBytes(bgr);
    DecodedImage image = new DecodedImage(bgr, 60, 40);
    ModelCard.Network small = input(10);
    ModelCard.Network large = input(20);
    SubjectFinder whole = new WholeImage(small);

    assertThat(new SubjectInput(whole, small, large).cut(image).orElseThrow().values())
        .containsExactly(SubjectInput.wholeImage(large).cut(image).orElseThrow().values());
  }

  private static ModelCard.Network input(int side) {
    return new ModelCard.Network(
        "none", ModelCard.Engine.ONNX_RUNTIME, side, side, ModelCard.Colour.RGB, 0, 1);
  }

  @Test
  void aModelOfKithsOwnIsTakenAsItIs() {
    Models models = new Models(folder, new EmbedderSettings(1), StageListener.NONE);
    try (BaseModel base = models.base("glyphs")) {
      assertThat(Sha256.hex(base.weights())).isEqualTo(base.card().files().getFirst().sha256());
      assertThat(base.backbone()).isEqualTo(base.card().embedding().backbone());
    }
  }

  @Test
  void anotherNetworkIsRefused() throws IOException {
    TinyModel.put(folder, TinyOnnx.reshape(1, TinyOnnx.DIMENSION));
    Models models = new Models(folder, new EmbedderSettings(1), StageListener.NONE);

    assertThatThrownBy(() -> models.base(TinyModel.NAME))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model tiny cannot be trained on: its network tiny.onnx is neither");
  }

  private static float[] unit(float[] output) {
    return Embedding.normalised(output).vector();
  }
}
