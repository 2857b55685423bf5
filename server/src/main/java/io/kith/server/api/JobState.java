package io.kith.server.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** How a job stands. */
@Serdeable
public enum JobState {
  WAITING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** As JSON names it. */
  @JsonValue
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state that JSON names so. */
  @JsonCreator
  public static JobState of(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }

  /** Whether the job has ended. */
  public boolean ended() {
    return this != WAITING && this != RUNNING;
  }
}
