package io.kith.server.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of problems that Kith reports, each with its HTTP status. */
public enum ProblemKind {
  INVALID_REQUEST(400, "The request is not valid"),
  INVALID_VECTOR(400, "The vector cannot be used"),
  UNAUTHORIZED(401, "A valid key is needed"),
  FORBIDDEN(403, "The request may not come from there"),
  MISSING_SCOPE(403, "The key does not allow this"),
  GALLERY_NOT_FOUND(404, "There is no such gallery"),
  IDENTITY_NOT_FOUND(404, "There is no such identity"),
  TEMPLATE_NOT_FOUND(404, "There is no such template"),
  IMAGE_NOT_FOUND(404, "The image is not kept"),
  MODEL_NOT_FOUND(404, "There is no such model"),
  KEY_NOT_FOUND(404, "There is no such key"),
  MODEL_NOT_INSTALLED(409, "The model is not installed"),
  OTHER_MODEL(409, "The gallery has another model"),
  BUSY(409, "The gallery is being rebuilt"),
  NO_PREVIOUS_GENERATION(409, "There is no previous generation"),
  NO_TEMPLATES(409, "The identity has no templates"),
  INSUFFICIENT_DATA(409, "Too few identities are enrolled"),
  CALIBRATION_NOT_FOUND(404, "There is no such calibration"),
  GROUP_NOT_FOUND(404, "There is no such group"),
  JOB_NOT_FOUND(404, "There is no such job"),
  REQUEST_IN_FLIGHT(409, "The same request is being worked on"),
  CONDITION_FAILED(412, "The identity is not as the request expects"),
  TOO_LARGE(413, "The request is too large"),
  ENCODED_BODY(415, "The body is encoded"),
  UNSUPPORTED_IMAGE(415, "The image format is not supported"),
  UNREADABLE_IMAGE(422, "The image cannot be read"),
  NO_SUBJECT(422, "The image shows no subject"),
  SEVERAL_SUBJECTS(422, "The image shows several subjects"),
  OTHER_REQUEST(422, "The Idempotency-Key was used for another request"),
  TOO_MANY_REQUESTS(429, "The key makes too many requests"),
  INTERNAL(500, "Kith failed"),
  UNAVAILABLE(503, "Kith cannot do this now"),
  OVERLOADED(503, "Kith has too much to do"),
  STORAGE_FULL(507, "The disk is full");

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status code. */
  public int status() {
    return status;
  }

  /** A problem of this kind. */
  public Problem problem(@Nullable String detail) {
    String type = "urn:kith:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(type, title, status, detail, null, null);
  }

  /** A problem of this kind, to be thrown. */
  public ProblemException with(String detail) {
    return new ProblemException(problem(detail));
  }
}
