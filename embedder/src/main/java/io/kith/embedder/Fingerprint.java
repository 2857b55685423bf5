package io.kith.embedder;

import io.kith.config.ModelCard;
import java.nio.charset.StandardCharsets;

/**
 * What identifies the space that a model's embeddings live in: SHA-256 over the hashes of its
 * networks' files and all that says how an image becomes their input.
 *
 * <p>Name, summary, licence, source and threshold are left out: they change no embedding.
 */
final class Fingerprint {

  /**
   * Version of what this package does with a card. It rises when the same card and image give other
   * embeddings, so that galleries do not mix them.
   */
  private static final int PIPELINE = 1;

  private Fingerprint() {}

  /** 64 lower-case hexadecimal digits. */
  static String of(ModelCard card) {
    return Sha256.hex(canonical(card).getBytes(StandardCharsets.UTF_8));
  }

  /** One line a fact, in a fixed order. */
  private static String canonical(ModelCard card) {
    StringBuilder text = new StringBuilder();
    line(text, "pipeline", PIPELINE);
    line(text, "dimension", card.dimension());
    network(text, "embedding", card.embedding(), card);
    ModelCard.Detection detection = card.detection();
    if (detection != null) {
      network(text, "detector", detection.detector(), card);
      line(text, "minScore", detection.minScore());
      line(text, "maxOverlap", detection.maxOverlap());
      network(text, "landmarks", detection.landmarks(), card);
      line(text, "points", detection.points());
      line(text, "template", detection.template());
    }
    return text.toString();
  }

  private static void network(
      StringBuilder text, String role, ModelCard.Network network, ModelCard card) {
    line(text, role + ".sha256", ModelFiles.entry(card, network).sha256());
    line(text, role + ".engine", network.engine());
    line(text, role + ".width", network.width());
    line(text, role + ".height", network.height());
    line(text, role + ".colour", network.colour());
    line(text, role + ".mean", network.mean());
    line(text, role + ".scale", network.scale());
    if (network.frame() != ModelCard.Frame.IMAGE) {
      line(text, role + ".frame", network.frame());
    }
    if (network.backbone() != null) {
      line(text, role + ".backbone", network.backbone());
    }
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append('=').append(value).append('\n');
  }
}
