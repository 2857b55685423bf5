package io.kith.index;

import java.util.Optional;
import java.util.Set;

/**
 * What an identity must be for a change of it to happen. It is checked in the change's own
 * transaction, so nothing comes between.
 */
public sealed interface Condition {

  /** Whatever it is. */
  Condition NONE = new Any();

  /** Whatever it is, there or not. */
  record Any() implements Condition {}

  /** It is there. */
  record Present() implements Condition {}

  /** There is none of that id. */
  record Absent() implements Condition {}

  /** It is there in one of these versions ({@link Identity#version}). */
  record Version(Set<String> oneOf) implements Condition {
    public Version {
      oneOf = Set.copyOf(oneOf);
    }
  }

  /**
   * Checks it.
   *
   * @throws ConditionFailedException when it does not hold
   */
  default void check(String id, Optional<Identity> now) {
    boolean holds =
        switch (this) {
          case Any() -> true;
          case Present() -> now.isPresent();
          case Absent() -> now.isEmpty();
          case Version(Set<String> oneOf) ->
              now.map(Identity::version).filter(oneOf::contains).isPresent();
        };
    if (!holds) {
      throw new ConditionFailedException(id, now);
    }
  }
}
