package io.kith.index;

/** Outcome of writing a gallery. */
public sealed interface GalleryWrite {

  /** The gallery is new. */
  record Created(Gallery gallery) implements GalleryWrite {}

  /** The gallery was there; its threshold and its model's name are now as given. */
  record Updated(Gallery gallery) implements GalleryWrite {}

  /** The gallery was there with embeddings of another model; nothing changed. */
  record OtherModel(GalleryModel existing) implements GalleryWrite {}
}
