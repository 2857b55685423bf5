package io.kith.server.service;

/**
 * An image file.
 *
 * @param mediaType such as {@code image/jpeg}
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ImageFile(String mediaType, byte[] bytes) {}
