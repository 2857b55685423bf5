package io.kith.server.api;

/** Hears how far a long operation has come. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (_, _) -> {};

  /**
   * @param done parts that are done
   * @param all parts to do
   */
  void at(long done, long all);
}
