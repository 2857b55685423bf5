package io.kith.index;

/**
 * The model whose embeddings a gallery holds.
 *
 * @param name the model's name, for people
 * @param fingerprint hash of weights and preprocessing; two models are the same when their
 *     fingerprints are
 * @param dimension length of its embeddings, 1 to {@value UnitVector#MAX_DIMENSION}
 */
public record GalleryModel(String name, String fingerprint, int dimension) {
  public GalleryModel {
    if (dimension < 1 || dimension > UnitVector.MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "model dimension: %d is outside 1 to %d".formatted(dimension, UnitVector.MAX_DIMENSION));
    }
  }
}
