package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How images become embeddings.
 *
 * @param parallelism images embedded at the same time, each on one engine thread; 0 means one per core
 */
@ConfigurationProperties("kith.embedder")
public record EmbedderSettings(
    @Min(0) @Max(1_024) @Bindable(defaultValue = "0") int parallelism) {}
