package io.kith.index;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedding to be enrolled along with many others, or an identity to be created alone.
 *
 * @param identity id of its identity, which is created when missing
 * @param label label of an identity that is created
 * @param metadata metadata of an identity that is created
 * @param template the embedding; null for the identity alone
 */
public record BulkTemplate(
    String identity,
    @Nullable String label,
    Map<String, Object> metadata,
    @Nullable NewTemplate template) {}
