package io.kith.index;

/** A template made by another model than the gallery's; the message names both fingerprints. */
public final class ModelMismatchException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  ModelMismatchException(String template, String gallery) {
    super(
        "template model fingerprint: %s differs from gallery model fingerprint: %s; embed the sample with the gallery's model"
            .formatted(template, gallery));
  }
}
