package io.kith.embedder;

import io.kith.config.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model of one tiny network, which needs no download. */
final class TinyModel {

  static final String NAME = "tiny";

  private TinyModel() {}

  /** Its card, for a network file of these bytes. */
  static ModelCard card(byte[] network, ModelCard.Colour colour, double mean, double scale) {
    return new ModelCard(
        NAME,
        "For tests",
        "none",
        null,
        List.of(new ModelCard.File("tiny.onnx", null, Sha256.hex(network))),
        null,
        new ModelCard.Network(
            "tiny.onnx", ModelCard.Engine.ONNX_RUNTIME, 8, 8, colour, mean, scale),
        TinyOnnx.DIMENSION,
        .5,
        .3,
        "none");
  }

  /** Puts card and network into a folder of models, as an operator would. */
  static void put(Path models, byte[] network) throws IOException {
    Path folder = Files.createDirectories(models.resolve(NAME));
    Files.write(folder.resolve("tiny.onnx"), network);
    Files.writeString(folder.resolve("card.yml"), yaml(network, ""));
  }

  /** The card as an operator writes it. */
  static String yaml(byte[] network, String source) {
    return """
        name: tiny
        summary: For tests
        licence: none
        %s
        files:
          - {name: tiny.onnx, entry: package/model/tiny.onnx, sha256: %s}
        embedding: {file: tiny.onnx, engine: OnnxRuntime, width: 8, height: 8, colour: RGB, mean: 127.5, scale: 128}
        dimension: 192
        threshold: 0.5
        verificationThreshold: 0.3
        thresholdSource: none
        """
        .formatted(source, Sha256.hex(network));
  }
}
