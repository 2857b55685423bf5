/**
 * Kith's operations in this process: requests become unit vectors ({@link io.kith.embedder}), go
 * through store and index ({@link io.kith.index}), and come back as the values of {@link
 * io.kith.server.api}.
 *
 * <p>Entry: {@link io.kith.server.service.LocalKith}. Nothing here knows HTTP.
 */
@NullMarked
package io.kith.server.service;

import org.jspecify.annotations.NullMarked;
