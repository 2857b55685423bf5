package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbox of unknown subjects.
 *
 * @param keep how long probes are kept; null when it is off
 * @param groups what it holds, the largest first
 */
@Serdeable
public record InboxView(@Nullable String keep, List<Group> groups) {

  /**
   * Probes that seem to be of one subject.
   *
   * @param id stands for exactly these probes: where one comes or goes, the group has another
   * @param probes number of probes
   * @param first when the first was seen
   * @param last when the last was seen
   */
  @Serdeable
  public record Group(String id, int probes, Instant first, Instant last) {}
}
