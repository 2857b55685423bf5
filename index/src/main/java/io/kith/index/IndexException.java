package io.kith.index;

import org.jspecify.annotations.Nullable;

/**
 * The store or the index could not do what was asked; the message says what an operator can do
 * about it.
 */
public final class IndexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of fault it is. */
  public enum Problem {
    /** No room is left to write; reads go on, and writes work again when there is room. */
    STORAGE_FULL,
    /** The folder or its files may not be written. */
    READ_ONLY,
    /** Another process holds the folder. */
    LOCKED,
    /** A newer release has written the store. */
    NEWER_SCHEMA,
    /** The store's file is damaged. */
    CORRUPT,
    /** An index is damaged; it is built anew from the store. */
    CORRUPT_INDEX,
    /** The galleries were closed. */
    CLOSED,
    /** The gallery was deleted meanwhile. */
    GONE,
    /** The gallery is being rebuilt already. */
    BUSY,
    /** There is no previous generation to go back to. */
    NO_PREVIOUS,
    /** Anything else; the cause tells more. */
    FAILED
  }

  private final Problem problem;

  IndexException(Problem problem, String message) {
    this(problem, message, null);
  }

  IndexException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What kind of fault it is. */
  public Problem problem() {
    return problem;
  }
}
