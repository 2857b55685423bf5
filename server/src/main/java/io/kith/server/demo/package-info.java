/**
 * What {@code kith demo} shows: symbols drawn by made-up people, or faces in a few photographs.
 * Each demo enrols some, identifies others of the same and strangers, and puts what Kith says
 * beside what is true. Enter at {@link io.kith.server.demo.SymbolsDemo} and {@link
 * io.kith.server.demo.FacesDemo}. A demo knows Kith only by its operations, {@link
 * io.kith.server.api.Kith}.
 */
@NullMarked
package io.kith.server.demo;

import org.jspecify.annotations.NullMarked;
