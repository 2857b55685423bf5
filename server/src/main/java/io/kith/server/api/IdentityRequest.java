package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an identity.
 *
 * @param label what people call it, at most 1,000 characters
 * @param metadata any JSON object; its scalars, and arrays of them, can be filtered by
 */
@Serdeable
public record IdentityRequest(
    @Nullable @Size(max = 1_000) String label, @Nullable Map<String, Object> metadata) {}
