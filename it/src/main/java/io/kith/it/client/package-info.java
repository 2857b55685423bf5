/**
 * A client of the REST API in Java: {@link io.kith.it.client.KithClient}, an interface that the
 * framework implements. It shows how little a client needs: the values of {@code
 * io.kith.server.api}, and a path for each operation.
 */
@NullMarked
package io.kith.it.client;

import org.jspecify.annotations.NullMarked;
