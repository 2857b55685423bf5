package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of identities.
 *
 * @param identities by id
 * @param next cursor of the next page; null on the last
 */
@Serdeable
public record IdentityPageView(List<IdentitySummary> identities, @Nullable String next) {}
