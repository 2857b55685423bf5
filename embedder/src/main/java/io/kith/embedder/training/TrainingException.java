package io.kith.embedder.training;

import org.jspecify.annotations.Nullable;

/** Training cannot start or go on; the message says what to change. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what to change
   */
  public TrainingException(String message) {
    this(message, null);
  }

  TrainingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
