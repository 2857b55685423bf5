package io.kith.server.service;

import io.kith.config.LimitSettings;
import io.kith.index.IdentityPatch;
import io.kith.server.api.ProblemKind;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what requests say of identities; ids and labels are checked by the gallery. Thread-safe.
 */
@Singleton
final class Identities {

  private final LimitSettings limits;
  private final ObjectMapper json;

  Identities(LimitSettings limits, ObjectMapper json) {
    this.limits = limits;
    this.json = json;
  }

  /** The metadata of a new or replaced identity, checked; empty when the request has none. */
  Map<String, Object> metadata(@Nullable Map<String, Object> requested) {
    Map<String, Object> metadata = requested == null ? Map.of() : requested;
    checkSize(metadata);
    return metadata;
  }

  /** Reads a JSON merge patch. */
  IdentityPatch patch(Map<String, Object> json) {
    IdentityPatch patch = IdentityPatch.none();
    for (String key : json.keySet()) {
      @Nullable Object value = json.get(key);
      patch =
          switch (key) {
            case "label" -> patch.withLabel(label(value));
            case "metadata" -> patch.withMetadata(merged(value));
            default ->
                throw ProblemKind.INVALID_REQUEST.with(
                    key + ": cannot be changed; a patch has label, metadata, or both");
          };
    }
    return patch;
  }

  private static @Nullable String label(@Nullable Object value) {
    if (value != null && !(value instanceof String)) {
      throw ProblemKind.INVALID_REQUEST.with("label: must be text, or null to remove it");
    }
    return (String) value;
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private Map<String, @Nullable Object> merged(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "metadata: must be an object; set a key to null to remove it");
    }
    return (Map<String, @Nullable Object>) object;
  }

  /**
   * Checks the metadata that come of a patch.
   *
   * @throws io.kith.server.api.ProblemException when they are too large, or hold what JSON cannot
   *     say
   */
  void checkSize(Map<String, ?> metadata) {
    checkNumbers(metadata);
    int bytes;
    try {
      bytes = json.writeValueAsBytes(metadata).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes > limits.maxMetadataBytes()) {
      throw ProblemKind.TOO_LARGE.with(
          "metadata: %d bytes; at most %d are allowed".formatted(bytes, limits.maxMetadataBytes()));
    }
  }

  /* A number beyond double's range is read as infinity, which JSON cannot say again. */
  private static void checkNumbers(@Nullable Object value) {
    switch (value) {
      case Double number when !Double.isFinite(number) ->
          throw ProblemKind.INVALID_REQUEST.with(
              "metadata: a number is out of range; send it as text");
      case Map<?, ?> object -> object.values().forEach(Identities::checkNumbers);
      case Collection<?> array -> array.forEach(Identities::checkNumbers);
      case null, default -> {}
    }
  }
}
