package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What a purge did.
 *
 * @param galleries number of galleries, whose indexes hold nothing deleted any more
 * @param storeBytesBefore size of the store before
 * @param storeBytesAfter size of the store after
 */
@Serdeable
public record PurgeView(int galleries, long storeBytesBefore, long storeBytesAfter) {}
