package io.kith.index;

/** A gallery name, identity id or label that is not allowed; the message says what is. */
public final class InvalidNameException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidNameException(String message) {
    super(message);
  }
}
