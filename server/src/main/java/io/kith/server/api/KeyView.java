package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key, without what makes it usable.
 *
 * @param id its public id, the part of the key between the underscores
 * @param state {@code valid}, {@code expired} or {@code revoked}
 * @param scopes what it allows
 * @param galleries names of the galleries that it opens; empty means all
 * @param label whom or what it is for
 * @param created when it was made
 * @param expires when it stops to be valid; null means never
 * @param revoked when it was revoked; null while it is not
 */
@Serdeable
public record KeyView(
    String id,
    String state,
    List<Scope> scopes,
    List<String> galleries,
    @Nullable String label,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant revoked) {}
