package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What commands show to a server that they go through.
 *
 * @param key a key of the server; {@code KITH_KEY} in the environment sets it
 * @param keyFile a file that holds one, taken before {@code key}
 */
@ConfigurationProperties("kith")
public record ClientSettings(@Nullable String key, @Nullable Path keyFile) {}
