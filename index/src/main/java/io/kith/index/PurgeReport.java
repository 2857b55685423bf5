package io.kith.index;

/**
 * What a purge did.
 *
 * @param galleries number of galleries whose indexes hold nothing deleted any more
 * @param storeBytesBefore size of the store before
 * @param storeBytesAfter size of the store after
 */
public record PurgeReport(int galleries, long storeBytesBefore, long storeBytesAfter) {}
