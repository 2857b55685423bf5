package io.kith.index;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes to an identity's label and metadata.
 *
 * @param changesLabel whether {@code label} is written
 * @param label the new label; null removes it
 * @param metadata JSON merge patch of the metadata (RFC 7396): objects are merged, null removes a
 *     key, anything else replaces it
 */
public record IdentityPatch(
    boolean changesLabel, @Nullable String label, Map<String, @Nullable Object> metadata) {

  public IdentityPatch {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Changes nothing. */
  public static IdentityPatch none() {
    return new IdentityPatch(false, null, Map.of());
  }

  /** This patch, which also sets the label, or removes it when null. */
  public IdentityPatch withLabel(@Nullable String newLabel) {
    return new IdentityPatch(true, newLabel, metadata);
  }

  /** This patch with another merge patch of the metadata. */
  public IdentityPatch withMetadata(Map<String, @Nullable Object> patch) {
    return new IdentityPatch(changesLabel, label, patch);
  }
}
