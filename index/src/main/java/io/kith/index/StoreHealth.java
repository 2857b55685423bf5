package io.kith.index;

import java.util.List;

/**
 * What a check of the store and of every index found.
 *
 * @param faults one sentence each; empty when all is well
 */
public record StoreHealth(List<String> faults) {
  public StoreHealth {
    faults = List.copyOf(faults);
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return faults.isEmpty();
  }
}
