package io.kith.index;

import java.util.Optional;

/** A change that was made to depend on a {@link Condition} which does not hold; nothing changed. */
public final class ConditionFailedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ConditionFailedException(String id, Optional<Identity> now) {
    super(
        now.map(it -> "identity %s has version %s now; read it again".formatted(id, it.version()))
            .orElse("there is no identity %s".formatted(id)));
  }
}
