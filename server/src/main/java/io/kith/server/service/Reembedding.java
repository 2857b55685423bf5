package io.kith.server.service;

import io.kith.embedder.Box;
import io.kith.embedder.Embedder;
import io.kith.embedder.ImageException;
import io.kith.embedder.Subject;
import io.kith.index.ContentHash;
import io.kith.index.Gallery;
import io.kith.index.Reembedder;
import io.kith.index.UnitVector;
import java.util.Comparator;
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

  private static final double SAME = .99;
  private static final double SAME_PLACE = .3;

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
    List<Subject> found = embedders.embed(other, image);
    if (found.isEmpty()) {
      return new Outcome.Impossible("the model finds no subject in its image");
    }
    if (wholeImages()) {
      return embedded(found.getFirst());
    }
    if (present == null) {
      boolean only = found.size() == 1 && source.contentHash().indexOf('/') < 0;
      return only ? embedded(found.getFirst()) : several();
    }
    return among(found, embedders.embed(present, image), source.vector());
  }

  private boolean wholeImages() {
    return other.card().detection() == null
        && present != null
        && present.card().detection() == null;
  }

  private static Outcome among(List<Subject> found, List<Subject> before, UnitVector template) {
    Optional<Subject> own =
        before.stream().max(Comparator.comparingDouble(it -> cosine(it, template)));
    if (own.isEmpty() || cosine(own.get(), template) < SAME) {
      return new Outcome.Impossible("the present model does not find it in its image any more");
    }
    if (before.size() == 1 && found.size() == 1) {
      return embedded(found.getFirst());
    }
    Box place = own.get().box();
    if (place == null) {
      return several();
    }
    return found.stream()
        .filter(it -> overlap(it.box(), place) >= SAME_PLACE)
        .max(Comparator.comparingDouble(it -> overlap(it.box(), place)))
        .map(Reembedding::embedded)
        .orElseGet(Reembedding::several);
  }

  private static double cosine(Subject subject, UnitVector template) {
    return UnitVector.of(subject.embedding().vector()).cosine(template);
  }

  /* Intersection over union; 0 for a subject that is the whole image. */
  private static double overlap(@Nullable Box a, Box b) {
    if (a == null) {
      return 0;
    }
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    double both = Math.max(0, width) * Math.max(0, height);
    return both / ((double) a.width() * a.height() + (double) b.width() * b.height() - both);
  }

  private static Outcome embedded(Subject subject) {
    return new Outcome.Embedded(
        UnitVector.of(subject.embedding().vector()), subject.embedding().norm());
  }

  private static Outcome several() {
    return new Outcome.Impossible("its image shows several subjects, of which it cannot be told");
  }
}
