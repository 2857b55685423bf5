/**
 * Kith on the real thing: protocols that measure recognition on photographs, shared by tests and by
 * {@code kith bench}.
 *
 * <p>The photographs are Labelled Faces in the Wild, development half (Huang et al. 2007), as
 * {@code lfw-devtrain.zip} in a folder that the caller names; they are for research use and never
 * part of Kith.
 */
@NullMarked
package io.kith.it;

import org.jspecify.annotations.NullMarked;
