package io.kith.index;

/** A vector that cannot be used as an embedding; the message says what to change. */
public final class InvalidVectorException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidVectorException(String message) {
    super(message);
  }
}
