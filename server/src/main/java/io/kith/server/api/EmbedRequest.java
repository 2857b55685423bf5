package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * An image to embed.
 *
 * @param image encoded image in base64
 * @param model model to embed with; null means {@code faces}
 */
@Serdeable
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record EmbedRequest(byte @Nullable [] image, @Nullable String model) {}
