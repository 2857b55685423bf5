package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Whom a group of unknown probes shows.
 *
 * @param identity id of the identity, which is created when missing; null makes a new one under a
 *     generated id
 * @param label label of an identity that is created
 */
@Serdeable
public record InboxEnrolment(@Nullable String identity, @Nullable String label) {}
