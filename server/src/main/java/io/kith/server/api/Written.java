package io.kith.server.api;

/**
 * Outcome of a PUT.
 *
 * @param created true when it did not exist before
 * @param value what it is now
 */
public record Written<T>(boolean created, T value) {}
