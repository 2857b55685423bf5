package io.kith.server.service;

import io.kith.index.Gallery;
import io.kith.index.Threshold;
import io.kith.index.calibration.Measurement;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which threshold decides: the request's, else the {@linkplain Gallery#threshold gallery's}, else
 * the model card's; its source goes with it. Thread-safe.
 */
@Singleton
final class Thresholds {

  private final Embedders embedders;

  Thresholds(Embedders embedders) {
    this.embedders = embedders;
  }

  /** Threshold of a search in a gallery; empty when nothing sets one. */
  Optional<Threshold> of(Gallery gallery) {
    return gallery
        .threshold()
        .or(
            () ->
                embedders
                    .card(gallery.model().name())
                    .map(card -> new Threshold(card.threshold(), Threshold.Source.MODEL_CARD)));
  }

  /** Threshold of an identification. */
  Threshold identification(
      @Nullable Double requested, @Nullable Double targetFpir, Gallery gallery) {
    checkNotBoth(requested, targetFpir);
    if (requested != null) {
      return requested(requested);
    }
    if (targetFpir != null) {
      return gallery
          .calibrations()
          .threshold(checked(targetFpir))
          .orElseThrow(() -> unsupported(targetFpir, gallery));
    }
    return of(gallery)
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "gallery %s has no threshold yet; set one with PUT, give one in the request, or calibrate it"
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

  /** Refuses a threshold and a target at once. */
  static void checkNotBoth(@Nullable Double threshold, @Nullable Double targetFpir) {
    if (threshold != null && targetFpir != null) {
      throw ProblemKind.INVALID_REQUEST.with("give threshold or targetFpir, not both");
    }
  }

  /** A target that is allowed. */
  static double checked(double targetFpir) {
    if (!(targetFpir > 0 && targetFpir <= 0.5)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "targetFpir: " + targetFpir + " is no target; use a rate above 0, at most 0.5");
    }
    return targetFpir;
  }

  private static ProblemException unsupported(double targetFpir, Gallery gallery) {
    int needed = Measurement.identitiesFor(targetFpir);
    return ProblemKind.INSUFFICIENT_DATA.with(
        gallery.calibrations().latest().isEmpty() && gallery.enrolled() >= needed
            ? "gallery %s is not calibrated yet; calibrate it, or give a threshold"
                .formatted(gallery.name())
            : "a target of %s needs a calibration on %d identities; with templates there are %d: enrol more, choose a larger target, or give a threshold"
                .formatted(plain(targetFpir), needed, gallery.enrolled()));
  }

  private static String plain(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  private static Threshold requested(double cosine) {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw ProblemKind.INVALID_REQUEST.with("threshold: " + cosine + " is no cosine; use -1 to 1");
    }
    return new Threshold(cosine, Threshold.Source.REQUEST);
  }
}
