package io.kith.server.api;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Long work that a request started.
 *
 * @param id its id
 * @param kind what it does, such as {@code calibration}, {@code rebuild} or {@code bulk enrolment}
 * @param gallery gallery that it works on; null when on all
 * @param state how it stands
 * @param done parts that are done
 * @param all parts to do, as far as known; 0 before it started, and where a client's stream tells
 * @param created when it was asked for
 * @param started when it began; null while it waits
 * @param finished when it ended; null before
 * @param result what came of it, as the answer of the request would be that waits for it; null
 *     unless it succeeded, and for keys that may not make such a request
 * @param problem why it failed; null unless it did
 */
@Serdeable
public record JobView(
    String id,
    String kind,
    @Nullable String gallery,
    JobState state,
    long done,
    long all,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable
        @Schema(
            implementation = Object.class,
            additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
        JsonNode result,
    @Nullable Problem problem) {

  /** The same for who may not see what came of it. */
  public JobView withoutResult() {
    return new JobView(
        id, kind, gallery, state, done, all, created, started, finished, null, problem);
  }
}
