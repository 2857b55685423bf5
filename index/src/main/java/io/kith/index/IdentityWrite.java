package io.kith.index;

/** Outcome of writing an identity. */
public sealed interface IdentityWrite {

  /** The identity as it is now. */
  Identity identity();

  /** The identity is new. */
  record Created(Identity identity) implements IdentityWrite {}

  /**
   * The identity was there; its label and metadata are now as given, its templates are untouched.
   */
  record Replaced(Identity identity) implements IdentityWrite {}
}
