package io.kith.server.service;

import io.kith.embedder.Embedder;
import io.kith.embedder.ImageException;
import io.kith.index.ContentHash;
import io.kith.index.Gallery;
import io.kith.index.Reembedder;
import io.kith.server.service.SameSubject.Seen;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Embeds by another model the images that a gallery's templates were made from. Thread-safe.
 *
 * <p>Where models find subjects in an image, the present one says which of them a template shows:
 * nobody gets the embedding of who stands beside.
 */
final class Reembedding implements Reembedder {

  private final Embedders embedders;
  private final Gallery gallery;
  private final Embedder other;
  private final @Nullable Embedder present;
  private final Function<String, Optional<byte[]>> files;

  /**
   * @param other the other model
   * @param present the gallery's model; null where it does not run here any more
   * @param files images by their SHA-256, where the gallery keeps none
   */
  Reembedding(
      Embedders embedders,
      Gallery gallery,
      Embedder other,
      @Nullable Embedder present,
      Function<String, Optional<byte[]>> files) {
    this.embedders = embedders;
    this.gallery = gallery;
    this.other = other;
    this.present = present;
    this.files = files;
  }

  @Override
  public Outcome embed(Source source) {
    String content = source.contentHash();
    String hash = ContentHash.image(content).orElse("");
    Optional<byte[]> image = gallery.image(content).or(() -> files.apply(hash));
    if (image.isEmpty()) {
      return new Outcome.Impossible("its image is not kept, or it was enrolled as a vector");
    }
    if (!ContentHash.of(image.get(), 0).equals(hash)) {
      return new Outcome.Impossible("its image is not the one that was enrolled; it is damaged");
    }
    try {
      return embed(source, image.get());
    } catch (ImageException e) {
      return new Outcome.Impossible("its image cannot be read: " + e.getMessage());
    }
  }

  private Outcome embed(Source source, byte[] image) {
    List<Seen> found = seen(other, image);
    if (found.isEmpty()) {
      return new Outcome.Impossible("the model finds no subject in its image");
    }
    if (wholeImages()) {
      return found.getFirst().embedded();
    }
    if (present == null) {
      boolean only = found.size() == 1 && source.contentHash().indexOf('/') < 0;
      return only ? found.getFirst().embedded() : SameSubject.several();
    }
    return SameSubject.among(found, seen(present, image), source.vector());
  }

  private List<Seen> seen(Embedder embedder, byte[] image) {
    return embedders.embed(embedder, image).stream().map(Seen::of).toList();
  }

  private boolean wholeImages() {
    return other.card().detection() == null
        && present != null
        && present.card().detection() == null;
  }
}
