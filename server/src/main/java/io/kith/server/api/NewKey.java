package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * A key just made.
 *
 * @param secret the key itself, to be sent as {@code Authorization: Bearer ...}; it is shown this
 *     once, and Kith keeps only its hash
 * @param key what it allows
 */
@Serdeable
public record NewKey(String secret, KeyView key) {}
