/**
 * The application: wires embedder and index together and offers them over REST and on the command
 * line.
 */
@NullMarked
package io.kith.server;

import org.jspecify.annotations.NullMarked;
