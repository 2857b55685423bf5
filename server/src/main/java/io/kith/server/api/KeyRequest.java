package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new key shall allow.
 *
 * @param scopes what it allows; at least one
 * @param galleries names of the galleries that it opens, at most 100, which need not exist yet;
 *     null or empty means all
 * @param label whom or what it is for, at most 1,024 bytes of UTF-8
 * @param expires when it stops to be valid, in the future, such as 2030-01-01T00:00:00Z; null means
 *     never
 */
@Serdeable
public record KeyRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<Scope> scopes,
    @Nullable List<String> galleries,
    @Nullable String label,
    @Serdeable.Deserializable(using = ExpiryDeserializer.class) @Nullable Instant expires) {}
