/**
 * What Kith says to the outside: {@link io.kith.server.api.Kith}, its operations, and the values
 * that they take and give, which are also the JSON of the REST API and of the command line.
 *
 * <p>Cosines are in [-1, 1]; boxes are pixels of the upright image; embeddings have an L2 norm of
 * 1.
 */
@NullMarked
package io.kith.server.api;

import org.jspecify.annotations.NullMarked;
