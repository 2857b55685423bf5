package io.kith.index;

/**
 * Two identities that look alike and are two subjects, as an operator said.
 *
 * @param first id of the older one
 * @param second id of the younger one
 */
public record DistinctPair(String first, String second) {}
