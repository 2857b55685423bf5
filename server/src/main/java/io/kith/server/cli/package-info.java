/**
 * The command line. Commands call {@link io.kith.server.api.Kith}: in this process when no server
 * holds the Kith home, through the server when one does.
 */
@NullMarked
package io.kith.server.cli;

import org.jspecify.annotations.NullMarked;
