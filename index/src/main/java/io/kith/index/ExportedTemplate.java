package io.kith.index;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An identity with one of its templates, as {@link Gallery#export} gives them.
 *
 * @param identity its id
 * @param label its label
 * @param metadata its metadata
 * @param template the template; null for an identity that has none
 */
public record ExportedTemplate(
    String identity,
    @Nullable String label,
    Map<String, Object> metadata,
    @Nullable NewTemplate template) {}
