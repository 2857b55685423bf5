package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.List;

/**
 * An open model: makes embeddings of the subjects in an image.
 *
 * <p>Safe for concurrent use. A call runs on the caller's thread with one engine thread; as many
 * calls run at once as {@link io.kith.config.EmbedderSettings#parallelism} allows, others wait
 * their turn in order.
 */
public interface Embedder extends AutoCloseable {

  /** The card the model was opened from. */
  ModelCard card();

  /**
   * What identifies the embeddings' space: SHA-256, 64 hexadecimal digits, over the model's file
   * hashes and all of its preprocessing. Embeddings are comparable only when their fingerprints are
   * equal.
   */
  String fingerprint();

  /** Length of the embeddings. */
  int dimension();

  /**
   * Finds the subjects of an image and embeds each.
   *
   * @return the subjects, most prominent first (large, near the centre); empty when there is none;
   *     exactly one for a model that embeds the whole image
   * @throws ModelException when the engine fails, or the calling thread is interrupted while it
   *     waits
   * @throws IllegalStateException when the embedder is closed
   */
  List<Subject> embed(DecodedImage image);

  /** Frees the networks once running calls are done. Idempotent. */
  @Override
  void close();
}
