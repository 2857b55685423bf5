package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private final byte[] network = TinyOnnx.reshape(1, -1);
  private final ModelCard card = TinyModel.card(network, ModelCard.Colour.RGB, 127.5, 128);

  @Test
  void isAHashThatDoesNotChangeFromRunToRun() {
    ModelCard faces = new ModelCards().builtIn().getFirst();

    // Galleries keep it: when this fails, embeddings must really have changed.
    assertThat(Fingerprint.of(faces))
        .isEqualTo("c23c87b04373fbcd10e722852ce657d14730a14ed04d7e524a66d243b80a3d06");
  }

  @Test
  void ignoresWhatChangesNoEmbedding() {
    ModelCard renamed =
        new ModelCard(
            "other",
            "Another summary",
            "another licence",
            new ModelCard.Source("package", "1.0.0", "0".repeat(64)),
            card.files(),
            card.detection(),
            card.embedding(),
            card.dimension(),
            .7,
            .6,
            "elsewhere");

    assertThat(Fingerprint.of(renamed)).isEqualTo(Fingerprint.of(card));
  }

  @Test
  void changesWithPreprocessingAndWeights() {
    List<ModelCard> others =
        List.of(
            TinyModel.card(network, ModelCard.Colour.BGR, 127.5, 128),
            TinyModel.card(network, ModelCard.Colour.RGB, 127, 128),
            TinyModel.card(network, ModelCard.Colour.RGB, 127.5, 127.5),
            TinyModel.card(TinyOnnx.reshape(1, 192), ModelCard.Colour.RGB, 127.5, 128));

    assertThat(others)
        .extracting(Fingerprint::of)
        .doesNotContain(Fingerprint.of(card))
        .doesNotHaveDuplicates();
  }

  @Test
  void changesWithWhatOfADrawingIsSeen() {
    ModelCard.Network input = card.embedding();
    ModelCard framed =
        new ModelCard(
            card.name(),
            card.summary(),
            card.licence(),
            card.source(),
            card.files(),
            card.detection(),
            new ModelCard.Network(
                input.file(),
                input.engine(),
                input.width(),
                input.height(),
                input.colour(),
                input.mean(),
                input.scale(),
                input.backbone(),
                ModelCard.Frame.DRAWING),
            card.dimension(),
            card.threshold(),
            card.verificationThreshold(),
            card.thresholdSource());

    assertThat(Fingerprint.of(framed)).isNotEqualTo(Fingerprint.of(card));
  }
}
