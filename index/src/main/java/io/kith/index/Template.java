package io.kith.index;

import java.time.Instant;

/**
 * An embedding stored in a gallery; its vector is read by {@link Gallery#vector}.
 *
 * @param id generated id, unique
 * @param identity id of the identity it belongs to
 * @param contentHash hash of the sample's bytes
 * @param quality quality hint of the sample
 * @param created when it was enrolled
 */
public record Template(
    String id, String identity, String contentHash, double quality, Instant created) {}
