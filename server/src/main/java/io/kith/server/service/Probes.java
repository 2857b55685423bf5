package io.kith.server.service;

import io.kith.embedder.Embedding;
import io.kith.embedder.Subject;
import io.kith.index.ContentHash;
import io.kith.index.Gallery;
import io.kith.index.NewTemplate;
import io.kith.index.UnitVector;
import io.kith.server.api.BoxView;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Subjects;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the image or the vector of a request into what a gallery can be searched with. Thread-safe.
 */
@Singleton
final class Probes {

  private final Embedders embedders;

  Probes(Embedders embedders) {
    this.embedders = embedders;
  }

  /**
   * A probe.
   *
   * @param vector its embedding
   * @param box where it is in the image; null for vectors and whole-image models
   * @param quality norm of the vector before it was normalised
   */
  record Probe(UnitVector vector, @Nullable BoxView box, double quality) {

    static Probe of(Subject subject) {
      return new Probe(
          UnitVector.of(subject.embedding().vector()),
          Views.box(subject.box()),
          subject.embedding().norm());
    }

    static Probe of(float[] vector) {
      return new Probe(UnitVector.of(vector), null, Embedding.norm(vector));
    }

    /** Content hash where there is no image of it. */
    String contentHash() {
      return ContentHash.of(vector.values());
    }

    /** A template of it. */
    NewTemplate template(String fingerprint, String contentHash) {
      return new NewTemplate(vector, fingerprint, contentHash, quality);
    }
  }

  /** The probes of a request: one per subject of its image, most prominent first, or its vector. */
  List<Probe> all(
      Gallery gallery,
      byte @Nullable [] image,
      float @Nullable [] vector,
      @Nullable String fingerprint) {
    if (image != null && vector == null) {
      return embedders.embed(embedders.of(gallery), image).stream().map(Probe::of).toList();
    }
    return List.of(vector(gallery, image, vector, fingerprint));
  }

  /** The probe of a request whose image must show one subject. */
  Probe one(
      Gallery gallery,
      byte @Nullable [] image,
      float @Nullable [] vector,
      @Nullable String fingerprint,
      @Nullable String subjects) {
    if (image != null && vector == null) {
      return Probe.of(embedders.one(embedders.of(gallery), image, largest(subjects)));
    }
    return vector(gallery, image, vector, fingerprint);
  }

  /** Whether the largest of several subjects may be taken. */
  static boolean largest(@Nullable String subjects) {
    return switch (Subjects.of(subjects)) {
      case ONE -> false;
      case LARGEST -> true;
      case ALL ->
          throw ProblemKind.INVALID_REQUEST.with(
              "subjects: \"all\" makes no sense where two sides are compared; use one or largest");
    };
  }

  private static Probe vector(
      Gallery gallery,
      byte @Nullable [] image,
      float @Nullable [] vector,
      @Nullable String fingerprint) {
    if (vector == null || image != null) {
      throw ProblemKind.INVALID_REQUEST.with("send exactly one of image and vector");
    }
    if (fingerprint != null && !fingerprint.equals(gallery.model().fingerprint())) {
      throw Embedders.otherModel(gallery, fingerprint);
    }
    return Probe.of(vector);
  }
}
