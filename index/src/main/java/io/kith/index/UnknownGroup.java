package io.kith.index;

import java.time.Instant;
import java.util.List;

/**
 * Probes in an inbox that seem to be of one subject.
 *
 * @param id that of its first probe; the group keeps it while that is kept
 * @param probes ids of its probes, the oldest first
 * @param first when the first was seen
 * @param last when the last was seen
 */
public record UnknownGroup(String id, List<String> probes, Instant first, Instant last) {

  public UnknownGroup {
    probes = List.copyOf(probes);
  }
}
