package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a gallery's index shall be rebuilt.
 *
 * @param structure what it is built of from now on: {@code auto}, {@code graph} or {@code scan};
 *     null means as before
 * @param threads threads that build; null means as many as are set
 */
@Serdeable
public record RebuildRequest(
    @Nullable String structure, @Nullable @Min(1) @Max(1_024) Integer threads) {}
