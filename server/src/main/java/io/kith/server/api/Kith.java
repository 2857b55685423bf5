package io.kith.server.api;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the demos ask of Kith: in their own process when no server holds the
 * Kith home, and over REST, which offers more, when one does.
 *
 * <p>Every operation throws {@link ProblemException} when the request cannot be met: it carries
 * what a client has to change. Safe for concurrent use.
 */
public interface Kith {

  /** All galleries, by name. */
  GalleryList galleries();

  /** One gallery. */
  GalleryView gallery(String gallery);

  /** Creates a gallery, or changes what the request says of an existing one. */
  Written<GalleryView> putGallery(String gallery, GalleryRequest request);

  /** Deletes a gallery with all its identities and templates. */
  void deleteGallery(String gallery);

  /**
   * A page of identities, by id.
   *
   * @param prefix start of the ids, or of a word of the labels, that are wanted; null for all
   * @param cursor {@code next} of the page before; null for the first page
   * @param limit 1 to 1,000
   */
  IdentityPageView identities(
      String gallery, @Nullable String prefix, @Nullable String cursor, int limit);

  /** One identity with its templates. */
  IdentityView identity(String gallery, String identity);

  /** Creates an identity, or replaces its label and metadata; its templates stay. */
  Written<IdentityView> putIdentity(String gallery, String identity, IdentityRequest request);

  /** Deletes an identity and its templates; no search finds it any more when this returns. */
  void deleteIdentity(String gallery, String identity);

  /**
   * The same where it is in this version, and nobody has changed it since.
   *
   * @return whether it was deleted
   */
  boolean deleteIdentity(String gallery, String identity, String version);

  /**
   * Gives templates of an identity to another, whose subject they show; all of them, or none.
   *
   * @return the identity that has them now
   */
  IdentityView move(String gallery, String identity, MoveRequest request);

  /**
   * Merges identities that are one subject into one of them; the others are deleted.
   *
   * @return the identity that is left
   */
  IdentityView merge(String gallery, String identity, MergeRequest request);

  /**
   * Adds templates: durable, and found by every search, when this returns. All of the request, or
   * nothing.
   */
  EnrolAnswer enrol(String gallery, String identity, EnrolRequest request);

  /**
   * Measures a gallery's error rates on its own templates; its thresholds come from the new
   * calibration when this returns.
   */
  CalibrationView calibrate(String gallery, CalibrationRequest request, Progress progress);

  /** A gallery's calibrations. */
  CalibrationList calibrations(String gallery);

  /** Removes the bytes of everything that was deleted or replaced from every file. */
  PurgeView purge(Progress progress);

  /**
   * Writes a backup of everything as it is at this moment, as a zip file: galleries, keys, models.
   *
   * @param to not closed
   */
  void backup(OutputStream to);

  /** Compares rules by which the score of an identity could come from its templates. */
  ScoreRules scoreRules(String gallery);

  /**
   * Builds a gallery's index anew beside the present one, checks it, and changes over; the one
   * before is kept. With another model in the request, all templates' images are embedded by it.
   */
  RebuildView rebuild(String gallery, RebuildRequest request, Progress progress);

  /**
   * Goes back to a gallery's index before the last rebuild, with all changes since; and to the
   * model before, where that was another.
   */
  RebuildView rollback(String gallery, RollbackRequest request, Progress progress);

  /** Says whom an image or a vector shows among the gallery's identities, or unknown. */
  IdentifyAnswer identify(String gallery, IdentifyRequest request);

  /** Says whether two images show the same subject; nothing is stored. */
  VerifyAnswer verify(VerifyImagesRequest request);

  /** The embeddings of the subjects in an image; nothing is stored. */
  EmbedAnswer embed(EmbedRequest request);
}
