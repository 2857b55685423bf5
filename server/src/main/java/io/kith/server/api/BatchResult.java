package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * What came of a line of a batch identification; one for each line, in their order.
 *
 * @param line number of the line, from 1
 * @param answer the answer; null when there is a problem
 * @param problem why there is none
 */
@Serdeable
public record BatchResult(long line, @Nullable IdentifyAnswer answer, @Nullable Problem problem) {}
