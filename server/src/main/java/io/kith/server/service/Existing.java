package io.kith.server.service;

import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.Template;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;

/** What requests name, and the refusals where there is no such thing. Thread-safe. */
@Singleton
final class Existing {

  private final Galleries galleries;

  Existing(Galleries galleries) {
    this.galleries = galleries;
  }

  /**
   * The gallery of this name.
   *
   * @throws ProblemException when there is none
   */
  Gallery gallery(String name) {
    return galleries.find(name).orElseThrow(() -> noGallery(name));
  }

  static Template template(Gallery gallery, String identity, String template) {
    return gallery
        .template(identity, template)
        .orElseThrow(() -> noTemplate(gallery, identity, template));
  }

  static ProblemException noGallery(String gallery) {
    return ProblemKind.GALLERY_NOT_FOUND.with(
        "gallery %s does not exist; kith galleries create %s, or PUT /v1/galleries/%s, makes it"
            .formatted(gallery, gallery, gallery));
  }

  static ProblemException noIdentity(Gallery gallery, String identity) {
    return ProblemKind.IDENTITY_NOT_FOUND.with(
        "gallery %s has no identity %s; PUT /v1/galleries/%s/identities/ID makes one"
            .formatted(gallery.name(), identity, gallery.name()));
  }

  static ProblemException noTemplate(Gallery gallery, String identity, String template) {
    return ProblemKind.TEMPLATE_NOT_FOUND.with(
        "identity %s of gallery %s has no template %s"
            .formatted(identity, gallery.name(), template));
  }
}
