package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An identity in a page of many.
 *
 * @param id its id
 * @param label what people call it
 * @param metadata its metadata
 * @param templates number of its templates
 * @param image id of a template of it whose image is kept; null when none is
 * @param created when it was created
 * @param updated when its label or metadata last changed
 */
@Serdeable
public record IdentitySummary(
    String id,
    @Nullable String label,
    Map<String, Object> metadata,
    int templates,
    @Nullable String image,
    Instant created,
    Instant updated) {}
