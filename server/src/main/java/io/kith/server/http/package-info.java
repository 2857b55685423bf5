/**
 * The REST API: controllers, problem documents, health, and the rules on who may connect. The only
 * room that knows HTTP.
 *
 * <p>A request passes, in this order:
 *
 * <pre>
 *   Door              503 for a search that would find no place, by its head alone
 *   UploadMeter       room for its body, as it arrives
 *   TraceFilter, SecurityHeaders
 *   SameOriginFilter  pages of other sites, while there are no keys
 *   PathFilter        paths that would mean another thing than they say
 *   AuditFilter       notes what comes of all that follows
 *   KeyFilter         whose key it is; then the framework's filter, for tokens; both ask ScopeRule
 *   RateLimit         requests a second of each key
 *   EarlyRefusals     what a body would be read for in vain
 *   a controller      on the thread of Loops that read it, or let in to others by Admission
 * </pre>
 *
 * <p>What is thrown on the way becomes an answer in {@code ProblemHandler}.
 */
@NullMarked
package io.kith.server.http;

import org.jspecify.annotations.NullMarked;
