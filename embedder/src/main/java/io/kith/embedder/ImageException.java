package io.kith.embedder;

import org.jspecify.annotations.Nullable;

/** An image that cannot be used; the message says what to change. */
public final class ImageException extends RuntimeException {

  /** What is wrong with the image. */
  public enum Problem {
    /** There are no bytes. */
    EMPTY,
    /** The bytes are of no format that is read. */
    UNSUPPORTED,
    /** The bytes start as an image, but cannot be decoded to its end. */
    CORRUPT,
    /** The image has more pixels than allowed, or takes too long to decode. */
    TOO_LARGE,
    /** The image's shorter side has fewer pixels than needed. */
    TOO_SMALL,
    /** The file holds several frames. */
    ANIMATED
  }

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  ImageException(Problem problem, String message) {
    this(problem, message, null);
  }

  ImageException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
