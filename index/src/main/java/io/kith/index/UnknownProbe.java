package io.kith.index;

import java.time.Instant;

/**
 * A probe of somebody unknown, kept for a while.
 *
 * @param id generated; later ones sort behind
 * @param template what it would be as a template
 * @param seen when it was searched with
 */
record UnknownProbe(String id, NewTemplate template, Instant seen) {}
