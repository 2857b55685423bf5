package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * The model that made an embedding.
 *
 * @param name its name
 * @param fingerprint hash of its weights and preprocessing
 * @param dimension length of its embeddings
 */
@Serdeable
public record ModelView(String name, String fingerprint, int dimension) {}
