package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identities to merge into another.
 *
 * @param identities their ids, one or more
 */
@Serdeable
public record MergeRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<String> identities) {}
