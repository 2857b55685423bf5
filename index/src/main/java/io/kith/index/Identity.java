package io.kith.index;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom templates belong to.
 *
 * @param id opaque id, unique in its gallery, 1 to 256 bytes of UTF-8
 * @param label name for people, if any
 * @param metadata JSON object
 * @param templates number of templates
 * @param created when it was created
 * @param updated when label or metadata were last written
 * @param version changes with every change of label, metadata or templates; where it is one of
 *     before, so are all of these. None of a deleted identity comes again
 */
public record Identity(
    String id,
    @Nullable String label,
    Map<String, Object> metadata,
    int templates,
    Instant created,
    Instant updated,
    String version) {}
