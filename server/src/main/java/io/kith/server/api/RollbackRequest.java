package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How a gallery shall go back.
 *
 * @param leaveBehind whether to go back to the model before even where something that was enrolled
 *     since cannot be embedded by it; null means no
 */
@Serdeable
public record RollbackRequest(@Nullable Boolean leaveBehind) {}
