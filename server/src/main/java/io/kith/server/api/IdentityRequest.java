package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an identity.
 *
 * @param label what people call it, at most 1,024 bytes of UTF-8
 * @param metadata any JSON object; its scalars, and arrays of them, can be filtered by, numbers by
 *     their value: 3 and 3.0 are the same
 */
@Serdeable
public record IdentityRequest(@Nullable String label, @Nullable Map<String, Object> metadata) {}
