package io.kith.index;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request that may be sent again.
 *
 * @param body hash of what it asked for
 * @param identity id of the identity that it enrols
 * @param answer its answer; null until there is one
 */
public record KeptAnswer(String body, String identity, @Nullable String answer) {}
