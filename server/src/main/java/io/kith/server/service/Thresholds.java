package io.kith.server.service;

import io.kith.index.Gallery;
import io.kith.index.Threshold;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which threshold decides: the request's, else the gallery's, else the model card's; its source
 * goes with it. Thread-safe.
 */
@Singleton
final class Thresholds {

  private final Embedders embedders;

  Thresholds(Embedders embedders) {
    this.embedders = embedders;
  }

  /** Threshold of a search in a gallery; empty when nothing sets one. */
  Optional<Threshold> of(Gallery gallery) {
    if (gallery.threshold().isPresent()) {
      return Optional.of(
          new Threshold(gallery.threshold().getAsDouble(), Threshold.Source.GALLERY));
    }
    return embedders
        .card(gallery.model().name())
        .map(card -> new Threshold(card.threshold(), Threshold.Source.MODEL_CARD));
  }

  /** Threshold of an identification. */
  Threshold identification(@Nullable Double requested, Gallery gallery) {
    if (requested != null) {
      return requested(requested);
    }
    return of(gallery)
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "gallery %s has no threshold; set one with PUT, or give one in the request"
                        .formatted(gallery.name())));
  }

  /** Threshold of a comparison 1:1, where strangers have one chance only to come near. */
  Threshold verification(@Nullable Double requested, String model) {
    if (requested != null) {
      return requested(requested);
    }
    return embedders
        .card(model)
        .map(card -> new Threshold(card.verificationThreshold(), Threshold.Source.MODEL_CARD))
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "no threshold is known for verification with %s; give one in the request"
                        .formatted(model)));
  }

  private static Threshold requested(double cosine) {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw ProblemKind.INVALID_REQUEST.with("threshold: " + cosine + " is no cosine; use -1 to 1");
    }
    return new Threshold(cosine, Threshold.Source.REQUEST);
  }
}
