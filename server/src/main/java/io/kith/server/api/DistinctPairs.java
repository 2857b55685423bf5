package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Pairs of identities that look alike and are two subjects, as an operator said. */
@Serdeable
public record DistinctPairs(List<Pair> pairs) {

  /**
   * A pair.
   *
   * @param first id of one
   * @param second id of the other
   */
  @Serdeable
  public record Pair(String first, String second) {}
}
