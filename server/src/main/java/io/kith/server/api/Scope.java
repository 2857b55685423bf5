package io.kith.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key allows in the galleries that it opens. */
@Serdeable
public enum Scope {
  /** To search, verify and embed; to see galleries, their sizes and thresholds. */
  @JsonProperty("identify")
  IDENTIFY,
  /** To read, write and delete identities and their templates; to see galleries. */
  @JsonProperty("enrol")
  ENROL,
  /** Everything: also to make, change, calibrate and delete galleries, and to make keys. */
  @JsonProperty("admin")
  ADMIN;

  /** The scope's name in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of this name. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
