package io.kith.index;

/** A page cursor that this gallery did not hand out; start again without one. */
public final class InvalidCursorException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidCursorException(String message) {
    super(message);
  }
}
