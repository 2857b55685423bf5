package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How an inbox shall be.
 *
 * @param keep how long probes of unknown subjects are kept: hours or days, {@code 12h} or {@code
 *     7d}, at most 90 days
 */
@Serdeable
public record InboxRequest(@Nullable String keep) {}
