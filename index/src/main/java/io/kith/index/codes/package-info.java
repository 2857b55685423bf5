/**
 * Sign codes: a bit for each of a vector's directions, written beside Lucene's vectors, from which
 * a scan tells which vectors are worth measuring. Knows vectors and Lucene's segments, no
 * identities.
 *
 * @see io.kith.index.codes.SignCodeFormat
 */
@NullMarked
package io.kith.index.codes;

import org.jspecify.annotations.NullMarked;
