package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identities to merge into another.
 *
 * @param identities their ids, one or more
 */
@Serdeable
public record MergeRequest(@Nullable List<String> identities) {}
