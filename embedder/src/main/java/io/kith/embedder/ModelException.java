package io.kith.embedder;

import org.jspecify.annotations.Nullable;

/** A model that cannot be installed, opened or run; the message says what to do. */
public final class ModelException extends RuntimeException {

  /** Why the model cannot be used. */
  public enum Problem {
    /** No card has this name. */
    UNKNOWN,
    /** The card is known, its files are not there. */
    NOT_INSTALLED,
    /** A file differs from the hash in the card. */
    WRONG_HASH,
    /** The card cannot be read, or contradicts itself or its networks. */
    BAD_CARD,
    /** The model's package cannot be fetched, read or written to the models folder. */
    INSTALL_FAILED,
    /** The engine cannot load or run a network. */
    ENGINE_FAILED,
    /** The network is of no kind that can be trained on from. */
    NOT_TRAINABLE,
    /** The calling thread was interrupted while it waited. */
    INTERRUPTED
  }

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  ModelException(Problem problem, String message) {
    this(problem, message, null);
  }

  ModelException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
