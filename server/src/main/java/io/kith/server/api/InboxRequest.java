package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How an inbox shall be.
 *
 * @param keep how long probes of unknown subjects are kept: hours or days, {@code 12h} or {@code
 *     7d}, at most 90 days
 */
@Serdeable
public record InboxRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String keep) {}
