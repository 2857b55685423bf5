package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An identity.
 *
 * @param id its id
 * @param label what people call it
 * @param metadata its metadata
 * @param templates its templates, oldest first
 * @param created when it was created
 * @param updated when its label or metadata last changed
 * @param version changes with its label, metadata and templates; the {@code ETag} of the answer,
 *     without its quotes
 */
@Serdeable
public record IdentityView(
    String id,
    @Nullable String label,
    Map<String, Object> metadata,
    List<TemplateView> templates,
    Instant created,
    Instant updated,
    String version) {}
