package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Templates to give to another identity.
 *
 * @param templates their ids, one or more
 * @param to id of the identity that they show; null makes a new one under a generated id
 */
@Serdeable
public record MoveRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<String> templates,
    @Nullable String to) {}
