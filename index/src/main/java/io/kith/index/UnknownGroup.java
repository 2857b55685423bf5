package io.kith.index;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Probes in an inbox that seem to be of one subject.
 *
 * @param probes ids of its probes, the oldest first
 * @param first when the first was seen
 * @param last when the last was seen
 */
public record UnknownGroup(List<String> probes, Instant first, Instant last) {

  public UnknownGroup {
    probes = List.copyOf(probes);
  }

  /** Id of a group of exactly these probes: one that gains or loses a probe is another group. */
  public String id() {
    return id(probes);
  }

  static String id(List<String> probes) {
    return ContentHash.sha256(String.join(" ", probes).getBytes(StandardCharsets.UTF_8));
  }
}
