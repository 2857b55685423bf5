package io.kith.index;

/** Images that are kept until this is closed, at least. */
@FunctionalInterface
public interface HeldImages extends AutoCloseable {

  /** None. */
  HeldImages NONE = () -> {};

  /** Lets go: those that no template was made from are removed. */
  @Override
  void close();
}
