package io.kith.server.api;

/**
 * Makes and revokes the keys of the REST API. Throws {@link ProblemException} as {@link Kith} does.
 * Safe for concurrent use.
 */
public interface Keys {

  /** All keys ever made. */
  KeyList keys();

  /** Makes a key; the first one must allow everything, so that it can make others. */
  NewKey createKey(KeyRequest request);

  /** Revokes a key at once and for good. */
  KeyView revokeKey(String id);
}
