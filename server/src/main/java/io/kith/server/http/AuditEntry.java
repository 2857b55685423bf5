package io.kith.server.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log. Holds neither probe nor vector nor label.
 *
 * @param time when the answer was ready
 * @param trace id of the request
 * @param caller key or subject of the token; {@code nobody} when there was none
 * @param method of the request
 * @param route template of its path; null when there is none of this path
 * @param about ids of what the request is about, by what they are: those in its path, those that it
 *     names elsewhere, and those of what it made; properties of the line itself
 * @param line number of the line of a bulk request that this is about; null when about the whole
 * @param status of the answer
 * @param decisions one for each subject that was identified or verified
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record AuditEntry(
    Instant time,
    String trace,
    String caller,
    String method,
    @Nullable String route,
    @JsonAnyGetter Map<String, Object> about,
    @Nullable Long line,
    int status,
    List<Decision> decisions) {

  /**
   * What was decided.
   *
   * @param decision {@code known}, {@code unknown}, {@code match} or {@code no match}
   * @param identity whom the answer named
   * @param cosine of the comparison that decided
   * @param threshold that it was held against
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Decision(
      String decision, @Nullable String identity, @Nullable Double cosine, double threshold) {}
}
