/**
 * Galleries of unit vectors: kept in a store, searched through an index, answered with a decision.
 *
 * @see io.kith.index.Galleries
 */
@NullMarked
package io.kith.index;

import org.jspecify.annotations.NullMarked;
