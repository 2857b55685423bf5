/**
 * The REST API: controllers, problem documents, health, and the rules on who may connect. The only
 * room that knows HTTP.
 */
@NullMarked
package io.kith.server.http;

import org.jspecify.annotations.NullMarked;
